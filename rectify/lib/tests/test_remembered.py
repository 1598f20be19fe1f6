from rectify.lib.remembered import Remembered, forget_all


def make(version, seconds=30):
    reads = []

    def load():
        reads.append(version[0])
        return f"value {version[0]}"

    return Remembered(load, lambda: version[0], seconds), reads


def test_it_is_read_once():
    memory, reads = make([1])
    assert [memory.get(), memory.get()] == ["value 1", "value 1"]
    assert reads == [1]


def test_a_change_elsewhere_is_seen_when_the_time_is_over():
    version = [1]
    memory, reads = make(version, seconds=0)
    memory.get()
    memory.get()
    version[0] = 2
    assert memory.get() == "value 2"
    assert reads == [1, 2]


def test_a_change_here_is_seen_at_once():
    version = [1]
    memory, _ = make(version)
    memory.get()
    version[0] = 2
    forget_all()
    assert memory.get() == "value 2"

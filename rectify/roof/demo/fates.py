"""What becomes of the problems of each round: how many end in which state, and what happened to them on the way.

A line is a count, the state, and turns: returned (方案退回), upheld (异议维持), moved (改派), revised (修改已批方案),
back (初审退回), declined (不予销号), unsigned (不予签字), withdrawn (撤回申请), longer (延期同意), shorter (延期不同意),
asking (延期待审), again (第 2 次延期，领导已同意), stuck (停在原处很久), added (推进中发现), focus (重点关注).
"""

from random import Random

FATES = {
    3: """
        12 closed
        4 closed returned
        2 closed back longer
        1 closed upheld
        1 terminated
        1 reopened
        1 rectifying longer
        1 rectifying longer again focus
        1 awaiting_decision longer
    """,
    4: """
        10 closed
        4 closed returned
        3 closed back
        1 closed longer
        1 closed declined
        1 closed withdrawn
        1 closed revised
        1 closed moved
        2 reopened focus
        2 terminated
        1 terminated returned
        2 awaiting_decision
        1 awaiting_decision back focus
        1 awaiting_decision returned
        3 first_review
        1 first_review upheld
        1 first_review back
        3 awaiting_signature
        1 awaiting_signature returned longer
        6 rectifying
        3 rectifying returned
        2 rectifying back
        1 rectifying unsigned
        1 rectifying declined focus
        2 rectifying longer
        1 rectifying shorter focus
        3 rectifying asking
        1 rectifying longer again focus
        1 rectifying revised
        2 planning returned
        1 planning stuck
        2 plan_review
        1 dispatched added
        1 contested added
        1 draft added
    """,
    5: """
        4 draft
        4 dispatched
        1 dispatched stuck
        2 contested
        6 planning
        1 planning returned
        1 planning upheld
        4 plan_review
        1 plan_review returned
        4 rectifying
    """,
}


def fates(number: int, count: int, rng: Random) -> list[tuple[str, frozenset[str]]]:
    """`count` fates for a round, mixed; more than the table has are simply under way."""
    drawn = []
    for line in FATES[number].strip().splitlines():
        times, state, *turns = line.split()
        drawn += [(state, frozenset(turns))] * int(times)
    filler = "closed" if number == 3 else "rectifying"
    drawn = (drawn + [(filler, frozenset())] * count)[:count]
    rng.shuffle(drawn)
    return drawn

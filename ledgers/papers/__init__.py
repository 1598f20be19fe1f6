"""The office's papers, a file each: a new paper is one new file here and nothing else."""

from importlib import import_module
from pkgutil import iter_modules

from ledgers.paperwork import PAPERS

for _module in sorted(iter_modules(__path__), key=lambda module: module.name):
    import_module(f"{__name__}.{_module.name}")


__all__ = ["PAPERS"]

"""How fast faimi-site is beside other generators: `python benchmarks/run.py`."""

"""Everything that happens around Django on one machine: the first set-up, private servers, `make run` and `make test`.

Standard library only: these modules run with the system's Python before the virtual environment exists.
"""

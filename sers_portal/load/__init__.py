"""Made-up members in any number: lives are invented, the records that follow from a life are worked out by law.

`lives` says what a life is, `chance` invents one, `recording` turns it into rows, `loading` copies rows in.
The demonstration's cast are lives too, written by hand (`sers_portal.demonstration.cast`).
"""

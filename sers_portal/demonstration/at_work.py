"""The cast at work, and those who left before retiring."""

from datetime import date

from sers_portal.demonstration.cast import Role, Stage, member, nominates, spouse, who, work
from sers_portal.load.lives import Home, Life, Share


def alice_novak(stage: Stage) -> Role:
    hired_on = date(2004, 3, 1)
    home = Home("1408 Fayette Ave", "Springfield", "62704", stage.days_ago(4200))
    identity = who("Alice", "Novak", stage.born(49, 5, 14), 1, home)
    family = (spouse("Peter Novak", stage.born(51, 2, 3), date(2005, 6, 18)),)
    nomination = nominates(
        stage.days_ago(900),
        Share("Peter Novak", "spouse", "100"),
        Share("Emma Novak", "child", "50", "contingent"),
        Share("Jonah Novak", "child", "50", "contingent"),
    )
    job = work(stage, "DHS", "Caseworker", hired_on, 3_150, is_picked_up=True)
    return Role(
        Life(identity, member(1, job, family=family, nomination=nomination)),
        "alice.novak@example.org",
        "at work, Tier 1, regular formula: pay by month with the employer's pick-up, service, contributions",
    )


def marcus_bell(stage: Stage) -> Role:
    home = Home("77 Orchard Rd", "Peoria", "61602", stage.days_ago(1500))
    identity = who("Marcus", "Bell", stage.born(34, 9, 30), 2, home)
    job = work(stage, "REV", "Revenue auditor", stage.first(7, 2), 4_480)
    nomination = nominates(stage.days_ago(300), Share("Loretta Bell", "parent", "100"))
    return Role(
        Life(identity, member(2, job, nomination=nomination)),
        "marcus.bell@example.org",
        "at work, Tier 2: not vested yet, the earliest dates that his statement names",
    )


def carmen_ortiz(stage: Stage) -> Role:
    home = Home("3021 Oak St", "Chicago", "60629", stage.days_ago(2600), line_2="Apt 2")
    identity = who("Carmen", "Ortiz", stage.born(41, 1, 22), 3, home, language="es")
    job = work(stage, "DHS", "Teacher, School for the Deaf", stage.first(12, 8), 4_350, coverage="noncovered")
    nomination = nominates(
        stage.days_ago(2000),
        Share("Sofia Ortiz", "child", "33.34"),
        Share("Mateo Ortiz", "child", "33.33"),
        Share("Lucia Ortiz", "child", "33.33"),
    )
    return Role(
        Life(identity, member(2, job, nomination=nomination)),
        "carmen.ortiz@example.org",
        "at work in a position that Social Security does not cover; reads Spanish",
    )


def darnell_hughes(stage: Stage) -> Role:
    home = Home("590 River Rd", "Joliet", "60432", stage.days_ago(5200))
    identity = who("Darnell", "Hughes", stage.born(52, 11, 2), 4, home)
    job = work(
        stage, "ISP", "State trooper", date(2002, 6, 16), 3_900, formula="alternative", coverage="noncovered"
    )  # fmt: skip
    family = (spouse("Renee Hughes", stage.born(50, 4, 9), date(2003, 9, 6)),)
    nomination = nominates(stage.days_ago(3000), Share("Renee Hughes", "spouse", "100"))
    return Role(
        Life(identity, member(1, job, is_police=True, family=family, nomination=nomination)),
        "darnell.hughes@example.org",
        "a State trooper under the alternative formula, with retirement in sight",
    )


def priya_raman(stage: Stage) -> Role:
    home = Home("12 Lake Shore Dr", "Naperville", "60540", stage.days_ago(1900))
    identity = who("Priya", "Raman", stage.born(45, 7, 8), 5, home)
    job = work(stage, "DOT", "Bureau chief of bridges", stage.first(11, 4), 9_300, percent="2.4")
    nomination = nominates(stage.days_ago(1200), Share("Anil Raman", "brother", "100"))
    return Role(
        Life(identity, member(2, job, nomination=nomination)),
        "priya.raman@example.org",
        "Tier 2 above the earnings cap: in the autumn less of the pay counts, then none",
    )


def nancy_peterson(stage: Stage) -> Role:
    home = Home("255 Cedar Ave", "Rockford", "61101", stage.days_ago(800))
    identity = who("Nancy", "Peterson", stage.born(38, 3, 17), 6, home)
    hired_on = stage.first(4, 5)
    mornings = work(
        stage, "DVA", "Licensed practical nurse", hired_on, 2_240, pay_basis="hourly", units="80.00",
        is_full_time=False,
    )  # fmt: skip
    evenings = work(
        stage, "DHS", "Registered nurse", stage.first(2, 9), 2_395, pay_basis="hourly", units="70.00",
        is_full_time=False,
    )  # fmt: skip
    nomination = nominates(stage.days_ago(700), Share("Erik Peterson", "spouse", "100"))
    return Role(
        Life(identity, member(2, mornings, evenings, nomination=nomination)),
        "nancy.peterson@example.org",
        "two jobs in one month: two records, their hours pooled, one month of service",
    )


def victor_zielinski(stage: Stage) -> Role:
    home = Home("81 Walnut St", "Decatur", "62521", stage.days_ago(6000))
    identity = who("Victor", "Zielinski", stage.born(58, 6, 25), 7, home)
    job = work(stage, "DNR", "Site superintendent", date(2000, 2, 1), 2_870)
    nomination = nominates(stage.days_ago(2500), Share("Hanna Zielinski", "spouse", "100"))
    family = (spouse("Hanna Zielinski", stage.born(57, 1, 5), date(1998, 10, 3)),)
    return Role(
        Life(identity, member(1, job, family=family, nomination=nomination)),
        "victor.zielinski@example.org",
        "a pay record that was corrected: both records stand, only the later one counts",
    )


def mildred_carter(stage: Stage) -> Role:
    home = Home("19 Prairie Dr", "Springfield", "62711", stage.days_ago(9000))
    identity = who("Mildred", "Carter", stage.born(62, 2, 11), 8, home)
    job = work(stage, "SOS", "Driver services manager", stage.first(40, 9), 1_480, percent="3.4")
    nomination = nominates(
        stage.days_ago(400), Share("Denise Carter", "child", "60"), Share("St. Agnes Parish", "church", "40")
    )
    return Role(
        Life(identity, member(1, job, nomination=nomination)),
        "mildred.carter@example.org",
        "forty years of service and still at work: the longest record here",
    )


def thomas_becker(stage: Stage) -> Role:
    identity = who("Thomas", "Becker", stage.born(54, 12, 1), 9, None)
    job = work(stage, "DPH", "Health facilities surveyor", date(2003, 5, 1), 3_300, until=stage.month_end(82))
    return Role(
        Life(identity, member(1, job)),
        "thomas.becker@example.org",
        "left State service with a vested right; SERS has no address of his",
    )


def jasmine_reed(stage: Stage) -> Role:
    home = Home("640 Grand Ave", "Champaign", "61820", stage.days_ago(600))
    identity = who("Jasmine", "Reed", stage.born(31, 10, 19), 10, home)
    job = work(
        stage, "DCFS", "Child welfare specialist", stage.first(6, 1), 4_620, until=stage.month_end(20)
    )  # fmt: skip
    nomination = nominates(stage.days_ago(1400), Share("Monique Reed", "parent", "100"))
    return Role(
        Life(identity, member(2, job, nomination=nomination)),
        "jasmine.reed@example.org",
        "left before ten years: what a refund would be, and what coming back would save",
    )


ROLES = (
    alice_novak,
    marcus_bell,
    carmen_ortiz,
    darnell_hughes,
    priya_raman,
    nancy_peterson,
    victor_zielinski,
    mildred_carter,
    thomas_becker,
    jasmine_reed,
)

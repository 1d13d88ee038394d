"""The cast that is paid: retired people, survivors, and one who died."""

from datetime import date, timedelta

from benefits.rules.months import Month
from sers_portal.demonstration.cast import (
    Role,
    Stage,
    bank,
    insured,
    member,
    nominates,
    spouse,
    who,
    work,
)
from sers_portal.load.lives import Home, Life, Retirement, Share, Survived

ONE_DAY = timedelta(days=1)


def dorothy_kowalski(stage: Stage) -> Role:
    starts_on = date(stage.today.year - 14, 5, 1)
    moved_on = stage.days_ago(1100)
    old_home = Home("914 Laurel St", "Chicago", "60617", stage.days_ago(9000), until_on=moved_on - ONE_DAY)
    home = Home("2200 Meadow Ln", "Springfield", "62704", moved_on)
    identity = who("Dorothy", "Kowalski", date(starts_on.year - 61, 2, 8), 21, home, earlier=(old_home,))
    job = work(stage, "DHS", "Mental health technician", date(1984, 9, 1), 2_350, until=starts_on - ONE_DAY)
    nomination = nominates(
        stage.days_ago(1000), Share("Andrew Kowalski", "child", "50"), Share("Julia Kowalski", "child", "50")
    )
    return Role(
        Life(
            identity,
            member(1, job, nomination=nomination, retirement=Retirement(starts_on)),
            bank=bank(21, moved_on),
            insurance=insured(starts_on, 4_210),
        ),
        "dorothy.kowalski@example.org",
        "retired, Tier 1: 3% compounded each January, payments gross to net, a move to another address",
    )


def raymond_castillo(stage: Stage) -> Role:
    starts_on = date(stage.today.year - 4, 3, 1)
    home = Home("45 Hickory Ct", "Aurora", "60505", stage.days_ago(3000))
    identity = who("Raymond", "Castillo", date(starts_on.year - 67, 1, 20), 22, home)
    job = work(stage, "DOT", "Engineering technician", date(2011, 2, 1), 4_050, until=starts_on - ONE_DAY)
    nomination = nominates(stage.days_ago(1500), Share("Teresa Castillo", "spouse", "100"))
    family = (spouse("Teresa Castillo", date(starts_on.year - 65, 8, 2), date(1986, 5, 24)),)
    return Role(
        Life(
            identity,
            member(2, job, family=family, nomination=nomination, retirement=Retirement(starts_on)),
            bank=bank(22, starts_on),
            insurance=insured(starts_on, 9_140),
        ),
        "raymond.castillo@example.org",
        "retired, Tier 2: simple increases on the amount first granted",
    )


def helen_fitzgerald(stage: Stage) -> Role:
    starts_on = date(stage.today.year - 6, 9, 1)
    home = Home("16 Linden Ln", "Elgin", "60120", stage.days_ago(2200))
    identity = who("Helen", "Fitzgerald", date(starts_on.year - 63, 6, 12), 23, home)
    job = work(stage, "HFS", "Public aid investigator", date(1994, 4, 1), 2_480, until=starts_on - ONE_DAY)
    family = (spouse("Gerald Fitzgerald", date(starts_on.year - 66, 3, 30), date(1981, 7, 11)),)
    nomination = nominates(stage.days_ago(2100), Share("Gerald Fitzgerald", "spouse", "100"))
    retirement = Retirement(starts_on, offset_removal=True)
    return Role(
        Life(
            identity,
            member(1, job, family=family, nomination=nomination, retirement=retirement),
            bank=bank(23, starts_on),
            insurance=insured(starts_on, 7_655),
        ),
        "helen.fitzgerald@example.org",
        "chose the offset removal option: 3.825% less for her, no Social Security offset for her husband",
    )


def rosa_delgado(stage: Stage) -> Role:
    died_on = stage.days_ago(1650)
    home = Home("3310 Spruce St", "Waukegan", "60085", stage.days_ago(4000))
    identity = who("Rosa", "Delgado", stage.born(74, 8, 15), 24, home, language="es")
    gone = who("Hector", "Delgado", stage.born(79, 4, 2), 0, None, died_on=died_on)
    starts_on = date(gone.born_on.year + 62, 6, 1)
    job = work(
        stage, "DES", "Employment security specialist", date(1987, 6, 1), 1_610, until=starts_on - ONE_DAY
    )
    family = (spouse("Rosa Delgado", identity.born_on, date(1975, 2, 15)),)
    membership = member(1, job, family=family, retirement=Retirement(starts_on))
    return Role(
        Life(
            identity,
            survived=Survived(gone, membership, social_security_cents=148_600),
            bank=bank(24, Month.of(died_on).plus(1).first_day),
            insurance=insured(Month.of(died_on).plus(1).first_day, 3_120),
        ),
        "rosa.delgado@example.org",
        "a survivor whose annuity is lowered by half of her Social Security; reads Spanish",
    )


def irene_walsh(stage: Stage) -> Role:
    died_on = stage.days_ago(2700)
    home = Home("708 Park Ave", "Quincy", "62301", stage.days_ago(5000))
    identity = who("Irene", "Walsh", stage.born(81, 3, 27), 25, home)
    gone = who("Eugene", "Walsh", stage.born(85, 10, 6), 0, None, died_on=died_on)
    starts_on = date(gone.born_on.year + 61, 2, 1)
    job = work(
        stage, "DHS", "Teacher, School for the Deaf", date(1976, 9, 1), 940, until=starts_on - ONE_DAY,
        coverage="noncovered",
    )  # fmt: skip
    family = (spouse("Irene Walsh", identity.born_on, date(1968, 6, 8)),)
    membership = member(1, job, family=family, retirement=Retirement(starts_on))
    return Role(
        Life(
            identity,
            survived=Survived(gone, membership),
            bank=bank(25, Month.of(died_on).plus(1).first_day),
            insurance=insured(Month.of(died_on).plus(1).first_day, 2_890),
        ),
        "irene.walsh@example.org",
        "a survivor without a Social Security offset: the work was not covered",
    )


def gloria_banks(stage: Stage) -> Role:
    died_on = stage.days_ago(1500)
    home = Home("27 Sycamore Dr", "Bloomington", "61701", stage.days_ago(3600))
    identity = who("Gloria", "Banks", stage.born(61, 9, 4), 26, home)
    gone = who("Jerome", "Banks", stage.born(70, 1, 13), 0, None, died_on=died_on)
    starts_on = date(gone.born_on.year + 60, 3, 1)
    theirs = work(stage, "DOC", "Correctional lieutenant", date(1986, 8, 1), 1_720, until=starts_on - ONE_DAY)
    family = (spouse("Gloria Banks", identity.born_on, date(1992, 4, 25)),)
    membership = member(1, theirs, family=family, retirement=Retirement(starts_on))
    own = work(stage, "CMS", "Accountant", date(2007, 10, 1), 3_240)
    nomination = nominates(stage.days_ago(1300), Share("Vanessa Banks", "child", "100"))
    return Role(
        Life(
            identity,
            member(1, own, nomination=nomination),
            Survived(gone, membership, social_security_cents=96_400),
            bank(26, Month.of(died_on).plus(1).first_day),
        ),
        "gloria.banks@example.org",
        "a survivor who is also at work herself: two records, two statements",
    )


def karen_doyle(stage: Stage) -> Role:
    died_on = stage.days_ago(1200)
    home = Home("1155 Glen Rd", "Dixon", "61021", stage.days_ago(2900))
    identity = who("Karen", "Doyle", stage.born(46, 12, 20), 27, home)
    gone = who("Sean", "Doyle", stage.born(49, 5, 28), 0, None, died_on=died_on)
    job = work(
        stage, "ISP", "State trooper", date(2006, 7, 1), 4_310, until=died_on, formula="alternative",
        coverage="noncovered",
    )  # fmt: skip
    family = (spouse("Karen Doyle", identity.born_on, date(2008, 5, 17)),)
    membership = member(1, job, is_police=True, family=family)
    return Role(
        Life(
            identity,
            survived=Survived(gone, membership, is_occupational=True),
            bank=bank(27, Month.of(died_on).plus(1).first_day),
            insurance=insured(Month.of(died_on).plus(1).first_day, 5_480),
        ),
        "karen.doyle@example.org",
        "an occupational death annuity: half of the final average compensation, no federal tax",
    )


def leonard_price(stage: Stage) -> Role:
    starts_on = date(stage.today.year - 5, 7, 1)
    home = Home("430 Locust St", "Springfield", "62701", stage.days_ago(3300))
    identity = who("Leonard", "Price", date(starts_on.year - 62, 9, 9), 28, home)
    job = work(
        stage, "AGR", "Meat and poultry inspector", date(1996, 1, 16), 2_350, until=starts_on - ONE_DAY
    )
    back = work(
        stage, "AGR", "Meat and poultry inspector, seasonal", Month.of(stage.today).plus(-3).first_day, 2_640,
        pay_basis="per_diem", units="11.00", is_full_time=False, is_temporary_retiree=True,
    )  # fmt: skip
    nomination = nominates(stage.days_ago(1700), Share("Lydia Price", "sister", "100"))
    return Role(
        Life(
            identity,
            member(1, job, back, nomination=nomination, retirement=Retirement(starts_on)),
            bank=bank(28, starts_on),
            insurance=insured(starts_on, 6_370),
        ),
        "leonard.price@example.org",
        "retired and back at work for a season: no contributions, the annuity goes on",
    )


def agnes_murphy(stage: Stage) -> Role:
    starts_on = date(stage.today.year - 19, 11, 1)
    home = Home("5 Dogwood Dr", "Galesburg", "61401", stage.days_ago(7000), returned_on=stage.days_ago(21))
    identity = who("Agnes", "Murphy", date(starts_on.year - 64, 7, 7), 29, home, delivery="paper")
    job = work(stage, "DVA", "Licensed practical nurse", date(1981, 3, 1), 1_040, until=starts_on - ONE_DAY)
    nomination = nominates(stage.days_ago(5000), Share("Colleen Murphy", "niece", "100"))
    return Role(
        Life(
            identity,
            member(1, job, nomination=nomination, retirement=Retirement(starts_on)),
            bank=bank(29, starts_on),
            insurance=insured(starts_on, 2_480),
        ),
        "",
        "retired; the post brought her last letter back",
    )


def clarence_young(stage: Stage) -> Role:
    starts_on = date(stage.today.year - 9, 2, 1)
    home = Home("860 Jefferson St", "Carbondale", "62901", stage.days_ago(8000))
    identity = who("Clarence", "Young", date(starts_on.year - 56, 11, 11), 30, home, delivery="paper")
    job = work(
        stage, "DOC", "Correctional sergeant", date(1990, 5, 1), 1_980, until=starts_on - ONE_DAY,
        formula="alternative",
    )  # fmt: skip
    nomination = nominates(
        stage.days_ago(3200),
        Share("Ernestine Young", "spouse", "100"),
        Share("Calvin Young", "child", "100", "contingent"),
    )
    family = (spouse("Ernestine Young", date(starts_on.year - 55, 4, 4), date(1989, 8, 19)),)
    return Role(
        Life(
            identity,
            member(1, job, family=family, nomination=nomination, retirement=Retirement(starts_on)),
            bank=bank(30, starts_on),
            insurance=insured(starts_on, 8_020),
        ),
        "clarence.young@example.org",
        "retired under the alternative formula; wants everything on paper as well",
    )


def walter_simmons(stage: Stage) -> Role:
    died_on = stage.days_ago(40)
    starts_on = date(stage.today.year - 16, 6, 1)
    home = Home("72 Elm St", "Pontiac", "61764", stage.days_ago(6500))
    identity = who("Walter", "Simmons", date(starts_on.year - 61, 5, 3), 31, home, died_on=died_on)
    job = work(stage, "DOT", "Highway maintainer", date(1982, 10, 1), 1_350, until=starts_on - ONE_DAY)
    nomination = nominates(
        stage.days_ago(4400), Share("Roy Simmons", "brother", "50"), Share("Ada Simmons", "sister", "50")
    )
    return Role(
        Life(
            identity,
            member(1, job, nomination=nomination, retirement=Retirement(starts_on)),
            bank=bank(31, starts_on),
        ),
        "",
        "died last month, retired and without a spouse: his payments have ended",
    )


ROLES = (
    dorothy_kowalski,
    raymond_castillo,
    helen_fitzgerald,
    rosa_delgado,
    irene_walsh,
    gloria_banks,
    karen_doyle,
    leonard_price,
    agnes_murphy,
    clarence_young,
    walter_simmons,
)

"""The plan once more, as plainly as it can be written, to be compared with the rules.

Nothing here is shared with the rules: no law files, no types, no helpers. Money is whole cents, everything else is
exact fractions, windows are tried one by one, years are walked one by one. Slow and obvious on purpose.
"""

from datetime import date, timedelta
from fractions import Fraction as F

CAP_CENTS = {
    2011: 10680000, 2012: 10888260, 2013: 10997143, 2014: 11063126, 2015: 11157163, 2016: 11157163,
    2017: 11240842, 2018: 11364491, 2019: 11495183, 2020: 11592892, 2021: 11674042, 2022: 11989241,
    2023: 12348918, 2024: 12577373, 2025: 12728301, 2026: 12919226,
}  # fmt: skip
RATE = {
    2012: F("1.95"), 2013: F("1"), 2014: F("0.6"), 2015: F("0.85"), 2016: F(0), 2017: F("0.75"), 2018: F("1.1"),
    2019: F("1.15"), 2020: F("0.85"), 2021: F("0.7"), 2022: F("2.7"), 2023: F(3), 2024: F("1.85"), 2025: F("1.2"),
    2026: F("1.5"),
}  # fmt: skip


def cents(amount):
    """Half up to a whole number of cents; amounts here are never negative."""
    return int(amount + F(1, 2))


def months_between(earlier, later):
    months = 0
    while True:
        year, month = divmod(earlier.year * 12 + earlier.month - 1 + months + 1, 12)
        if (year, month + 1, earlier.day) > (later.year, later.month, later.day):
            return months
        months += 1


def same_day(day, years):
    if (day.month, day.day) == (2, 29) and not _leap(day.year + years):
        return date(day.year + years, 3, 1)
    return date(day.year + years, day.month, day.day)


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def contribution(tier, formula, coverage, paid_on, earned, so_far, picked_up):
    """(pensionable, retirement, survivor, paid by member, picked up), in cents."""
    counts = earned
    if tier == 2:
        counts = min(earned, max(CAP_CENTS[paid_on.year] - so_far, 0))
    survivor_percent = F(1, 2) if coverage == "covered" else F(1)
    if formula == "regular":
        retirement_percent = F(7, 2) if coverage == "covered" else F(7)
        points = F(4)
    else:
        retirement_percent = F(5) if coverage == "covered" else F(17, 2)
        for year in (2002, 2003, 2004):
            if paid_on.year >= year:
                retirement_percent += 1
        points = F(11, 2)
    retirement = cents(counts * retirement_percent / 100)
    survivor = cents(counts * survivor_percent / 100)
    total = retirement + survivor
    paid = total
    if picked_up:
        paid = cents(counts * (retirement_percent + survivor_percent - points) / 100)
    return counts, retirement, survivor, paid, total - paid


def interest(by_fiscal_year, as_of):
    """(interest, balance) in cents; fiscal years are named by the calendar year they end in."""
    running = as_of.year + 1 if as_of.month >= 7 else as_of.year
    balance = total = 0
    for year in range(min(by_fiscal_year), running + 1):
        if year < running:
            credited = cents(F(balance) * 65 / 1000)
            total += credited
            balance += credited
        balance += by_fiscal_year.get(year, 0)
    return total, balance


def final_average(tier, pay):
    """Cents a month from {(year, month): cents}."""
    months = sorted(pay)
    if tier == 2:
        counted, year_so_far = [], {}
        for year, month in months:
            room = CAP_CENTS[year] - year_so_far.get(year, 0)
            amount = min(pay[year, month], room)
            year_so_far[year] = year_so_far.get(year, 0) + amount
            counted.append(amount)
    else:
        counted = [pay[month] for month in months]
    last = counted[-120:]
    size = min(96 if tier == 2 else 48, len(last))
    best, best_start = -1, 0
    for start in range(len(last) - size + 1):
        if sum(last[start : start + size]) >= best:
            best, best_start = sum(last[start : start + size]), start
    total = F(best)
    if best_start + size == len(last):
        base = last[-48:] if tier == 2 else last[-size:]
        allowed = 12 * F(125, 100) * F(sum(base), len(base))
        total -= max(sum(last[-12:]) - allowed, 0)
    return cents(total / size)


def annuity(tier, formula, coverage, born, start, service, alternative, fac, police, removal, reciprocal):
    """(payable, reduction percent, cents a month); months of service are fractions, fac is in cents."""
    age = months_between(born, start)
    last_day = start - timedelta(days=1)
    together = service + reciprocal
    used, reduction = None, F(0)
    if formula == "alternative":
        if tier == 1 and (age >= 55 * 12 and alternative >= 240 or age >= 50 * 12 and alternative >= 300):
            used = "alternative"
        needed = 55 if police and last_day >= date(2024, 1, 1) else 60
        if tier == 2 and age >= needed * 12 and alternative >= 240:
            used = "alternative"
    if used is None and tier == 1:
        whole = age + service // 1 + reciprocal // 1
        if age >= 720 and together >= 96 or together >= 420 or whole >= 1020 and together >= 96:
            used = "regular"
        elif age >= 660 and together >= 300:
            used, reduction = "regular", F(720 - age) / 2
    if used is None and tier == 2 and together >= 120:
        if age >= 804:
            used = "regular"
        elif age >= 744:
            used, reduction = "regular", F(804 - age) / 2
    if used is None:
        return False, F(0), 0
    regular_rate = F("1.67") if coverage == "covered" else F("2.2")
    alternative_rate = F("2.5") if coverage == "covered" else F(3)
    if used == "regular":
        percent = min(regular_rate * service / 12, F(75))
    else:
        percent = min(
            alternative_rate * alternative / 12 + regular_rate * (service - alternative) / 12, F(80)
        )
    amount = cents(fac * percent / 100 * (100 - reduction) / 100)
    amount = max(amount, cents((1500 if coverage == "covered" else 2500) * min(service, 360) / 12))
    if removal:
        amount -= cents(amount * F("3.825") / 100)
    return True, reduction, amount


def increases(tier, formula, born, start, original, through, basis):
    """[(January 1, cents)] up to `through`."""
    age = {(1, "regular"): 60, (1, "alternative"): 55, (2, "regular"): 67, (2, "alternative"): 60}[
        tier, formula
    ]
    opens = same_day(start, 1)
    if tier == 2 or basis not in ("35_years", "rule_of_85"):
        opens = max(opens, same_day(born, age))
    rows, amount = [], original
    for year in range(start.year, through.year + 1):
        january = date(year, 1, 1)
        if opens <= january <= through:
            amount += cents(original * RATE[year] / 100 if tier == 2 else F(amount * 3, 100))
            rows.append((january, amount))
    return rows


def survivor(tier, coverage, status, amount, born, on, social_security, removal):
    """(before, offset) in cents."""
    before = cents(F(amount) * 2 / 3) if tier == 2 else cents(F(amount) / 2)
    offset = 0
    if coverage == "covered" and status == "retired" and not removal and on >= same_day(born, 60):
        offset = min(cents(F(social_security) / 2), before // 2)
    return before, offset


def lump_sum(status, survivor_payable, retirement, survivors, earned, service, fac, paid):
    """Cents, or None where SERS computes by hand."""
    if status == "active":
        if survivor_payable:
            return retirement + earned
        months = sum(1 for year in range(1, 100) if year * 12 <= service)
        return retirement + survivors + earned + fac * min(max(months, 1), 6)
    if status == "inactive":
        return None if survivor_payable else retirement + survivors + earned
    return 0 if survivor_payable else max(50000, retirement + survivors + earned - paid)


def shares(amount, percents):
    """Cents for each, in order."""
    parts = [int(amount * percent / 100) for percent in percents]
    return [parts[0] + amount - sum(parts), *parts[1:]]


def days_worked(days):
    """(continues, suspended on) for temporary work for the State."""
    seen = set()
    for day in sorted(days):
        seen.add(day)
        if len([other for other in seen if other.year == day.year]) == 76:
            return False, day
    return True, None


def repayment(receipts, repaid_on):
    """(interest, due) in cents for [(day, cents)]."""
    interest_due = due = 0
    for received_on, amount in receipts:
        grown, years = F(amount), 0
        while same_day(received_on, years + 1) <= repaid_on:
            grown *= F("1.065")
            years += 1
        days = (repaid_on - same_day(received_on, years)).days
        owed = cents(grown * (1 + F("0.065") * days / 365))
        due += owed
        interest_due += owed - amount
    return interest_due, due


def withholding(began, monthly):
    """Cents a month in 2026."""
    if began < date(2023, 1, 1):
        adjustment, edges = 1290000, (19300, 44100, 120100, 230700, 422850, 531750, 788000)
    else:
        adjustment, edges = 860000, (7500, 19900, 57900, 113200, 209275, 263725, 648100)
    base = max(12 * monthly - adjustment, 0)
    tax = F(0)
    for position, percent in enumerate((10, 12, 22, 24, 32, 35, 37)):
        lower = edges[position] * 100
        upper = edges[position + 1] * 100 if position < 6 else base
        if base > lower:
            tax += F((min(base, upper) - lower) * percent, 100)
    return cents(F(cents(tax), 12))

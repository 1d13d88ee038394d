"""Judging the staged rows: each against the records and the law, all of them at once.

The result is the temporary table `judged`: a row without a `reason` becomes a pay record.
"""

from django.db import connection

from benefits.services.payroll.checks import CHECKS
from sers_portal.base import clock

# The employment a month's pay belongs to: the latest that had begun. Work is a retiree's temporary work only where
# no ordinary employment with the same employer touches the month.
SPELLS = """
    SELECT id, member_id, employer_id, hired_on, left_on, is_temporary_retiree,
           lead(hired_on) OVER in_order AS next_hired_on,
           CASE WHEN NOT lag(is_temporary_retiree) OVER in_order THEN lag(left_on) OVER in_order END
               AS left_ordinary_work_on
    FROM benefits_employment
    WINDOW in_order AS (PARTITION BY member_id, employer_id ORDER BY hired_on)
"""
IS_TEMPORARY = """
    spell.is_temporary_retiree IS TRUE
    AND (spell.left_ordinary_work_on IS NULL OR spell.left_ordinary_work_on < pay.month)
"""
# A file has a million rows and a dozen months: each month's text is read once. `OFFSET 0` keeps the planner from
# working out the same values again wherever they are used.
PAY = """
    SELECT line, member_id, employer, months.month, next_month, next_month - months.month AS days_in_month, paid_on,
           pay_basis, units, earnings, formula, coverage, contribution, picked_up, corrects
    FROM incoming JOIN (
        SELECT month AS text, (month || '-01')::date AS month,
               ((month || '-01')::date + interval '1 month')::date AS next_month
        FROM incoming GROUP BY month
    ) months ON months.text = incoming.month
    OFFSET 0
"""
# The records that rows correct, few as they are, are looked up by themselves: the large table is not joined for them.
FIND_TARGETS = """
CREATE TEMP TABLE target ON COMMIT DROP AS
SELECT record.id, record.member_id, record.employer_id, record.month, successor.id AS successor_id
FROM (SELECT DISTINCT corrects FROM incoming WHERE corrects IS NOT NULL) named
JOIN benefits_payrecord record ON record.id = named.corrects
LEFT JOIN benefits_payrecord successor ON successor.corrects_id = record.id
"""
JUDGE = f"""
CREATE TEMP TABLE judged ON COMMIT DROP AS
SELECT pay.line, member.id AS member_id, employer.id AS employer_id, pay.month, pay.paid_on,
       extract(year FROM pay.paid_on)::smallint AS year, pay.pay_basis, pay.units, pay.earnings, pay.formula,
       pay.coverage, pay.contribution, pay.picked_up, pay.corrects,
       law.retirement_rate, law.survivor_rate,
       -- A temporary retiree's pay counts neither as pensionable nor against the cap.
       CASE WHEN work.is_temporary THEN 0 ELSE pay.earnings END::numeric(12, 2) AS pensionable,
       CASE WHEN NOT work.is_temporary THEN law.cap END AS cap,
       CASE {{checks}} END AS reason,
       coalesce(target.successor_id, original.id) AS other
FROM ({PAY}) pay
LEFT JOIN accounts_person person ON person.member_id = pay.member_id
LEFT JOIN benefits_member member ON member.person_id = person.id
LEFT JOIN benefits_employer employer ON employer.code = pay.employer
LEFT JOIN ({SPELLS}) spell
    ON spell.member_id = member.id AND spell.employer_id = employer.id AND spell.hired_on < pay.next_month
    AND (spell.next_hired_on IS NULL OR spell.next_hired_on >= pay.next_month)
CROSS JOIN LATERAL (SELECT {IS_TEMPORARY} AS is_temporary) work
LEFT JOIN law_that_day law
    ON law.tier = member.tier AND law.formula = pay.formula AND law.coverage = pay.coverage
    AND law.paid_on = pay.paid_on
LEFT JOIN benefits_payrecord original
    ON original.member_id = member.id AND original.employer_id = employer.id AND original.month = pay.month
    AND original.corrects_id IS NULL AND pay.corrects IS NULL
LEFT JOIN target ON target.id = pay.corrects
"""  # noqa: S608  made of this project's own constants
# Of several rows about the same pay the first is judged further; the others name its line.
MARK_REPEATED = """
UPDATE judged SET reason = 'repeated', other = first_line FROM (
    SELECT member_id, employer_id, month, corrects, min(line) AS first_line FROM judged
    WHERE reason IS NULL OR reason = 'awaiting_law'
    GROUP BY member_id, employer_id, month, corrects HAVING count(*) > 1
) repeated
WHERE (judged.reason IS NULL OR judged.reason = 'awaiting_law') AND judged.line > first_line
    AND judged.member_id = repeated.member_id AND judged.employer_id = repeated.employer_id
    AND judged.month = repeated.month AND judged.corrects IS NOT DISTINCT FROM repeated.corrects
"""


def judge() -> None:
    """Fill `judged` from `incoming`: every check of `checks.py`, and rows that say the same pay twice."""
    cases = " ".join(f"WHEN {check.condition} THEN '{check.reason}'" for check in CHECKS)
    with connection.cursor() as cursor:
        cursor.execute(FIND_TARGETS)
        cursor.execute("ANALYZE target")
        cursor.execute(JUDGE.format(checks=cases), {"today": clock.today()})
        cursor.execute("ANALYZE judged")
        cursor.execute(MARK_REPEATED)

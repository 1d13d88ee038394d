"""Contributions against the law's, and the Tier 2 cap that makes one month's pay depend on the year's others.

The cap accumulates over a calendar year of paid dates, across employers, over records that nobody corrects
(40 ILCS 5/1-160(b); the order is that of `paid_on`, then month and employer, of which no two records in force share
all three). Few members come near it: only their years, the table `capped`, are walked month by month.
"""

from django.db import connection

# What arrives for each Tier 2 member and year of paid dates.
SUM_ARRIVING = """
CREATE TEMP TABLE arriving ON COMMIT DROP AS
SELECT member_id, year, cap, sum(earnings) AS earnings FROM judged
WHERE reason IS NULL AND cap IS NOT NULL GROUP BY member_id, year, cap
"""
YEARS = "SELECT make_date(min(year), 1, 1), make_date(max(year), 12, 31) FROM arriving"
# Years in which a member's pay, recorded and arriving together, may pass the cap.
FIND_CAPPED = """
CREATE TEMP TABLE capped ON COMMIT DROP AS
SELECT member_id, year, cap FROM arriving LEFT JOIN (
    SELECT member_id, extract(year FROM paid_on)::smallint AS year, sum(earnings) AS earnings
    FROM benefits_payrecord
    WHERE paid_on BETWEEN %s AND %s AND member_id IN (SELECT member_id FROM arriving)
    GROUP BY 1, 2
) recorded USING (member_id, year)
WHERE arriving.earnings + coalesce(recorded.earnings, 0) > cap
"""
# The records of those years that count today, temporary retirees' pay left out.
FIND_RECORDED = """
CREATE TEMP TABLE recorded ON COMMIT DROP AS
SELECT pay.id AS record_id, pay.member_id, capped.year, capped.cap, pay.paid_on, pay.month, pay.employer_id,
       pay.earnings, pay.pensionable
FROM capped
JOIN benefits_payrecord pay ON pay.member_id = capped.member_id
    AND pay.paid_on BETWEEN make_date(capped.year, 1, 1) AND make_date(capped.year, 12, 31)
WHERE NOT EXISTS (SELECT FROM benefits_payrecord successor WHERE successor.corrects_id = pay.id)
    AND NOT coalesce((
        SELECT bool_and(spell.is_temporary_retiree) FROM benefits_employment spell
        WHERE spell.member_id = pay.member_id AND spell.employer_id = pay.employer_id
            AND spell.hired_on < pay.month + interval '1 month'
            AND (spell.left_on IS NULL OR spell.left_on >= pay.month)
    ), false)
"""
# The law's `min(earnings, cap - pensionable so far)`, said of all rows of a year at once.
WALK = """
    SELECT record_id, line, member_id, year,
           greatest(0, least(earnings, cap - coalesce(sum(earnings) OVER (
               PARTITION BY member_id, year ORDER BY paid_on, month, employer_id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0)))::numeric(12, 2) AS pensionable
"""
RECORDED_AND_NEW = """
    SELECT record_id, NULL::integer AS line, member_id, year, cap, paid_on, month, employer_id, earnings
    FROM recorded
    WHERE NOT EXISTS (SELECT FROM judged WHERE judged.corrects = recorded.record_id AND judged.reason IS NULL)
    UNION ALL
    SELECT NULL, line, member_id, year, capped.cap, paid_on, month, employer_id, earnings
    FROM judged JOIN capped USING (member_id, year) WHERE reason IS NULL AND judged.cap IS NOT NULL
"""
APPLY_CAP = f"""
UPDATE judged SET pensionable = walk.pensionable
FROM ({WALK} FROM ({RECORDED_AND_NEW}) pay) walk
WHERE judged.line = walk.line AND judged.pensionable <> walk.pensionable
"""  # noqa: S608  made of this project's own constants
LAWFUL = "round(pensionable * retirement_rate, 2) + round(pensionable * survivor_rate, 2)"
# A temporary retiree's pensionable pay is nothing, whatever the rates.
DIFFERS = f"contribution <> CASE WHEN pensionable = 0 THEN 0 ELSE {LAWFUL} END"
MARK_DIFFERING = f"""
UPDATE judged SET reason = 'contribution_differs'
WHERE reason IS NULL AND {DIFFERS}
    AND (cap IS NULL OR NOT EXISTS (
        SELECT FROM capped WHERE capped.member_id = judged.member_id AND capped.year = judged.year))
"""  # noqa: S608  made of this project's own constants
# Under the cap a row is right or wrong only given those before it: so the first wrong one of a year goes first.
MARK_FIRST_DIFFERING = f"""
UPDATE judged SET reason = 'contribution_differs' WHERE line IN (
    SELECT DISTINCT ON (member_id, year) line FROM judged JOIN capped USING (member_id, year)
    WHERE reason IS NULL AND judged.cap IS NOT NULL AND {DIFFERS}
    ORDER BY member_id, year, paid_on, month, employer_id
)
"""  # noqa: S608  made of this project's own constants
RECORD_EFFECTS = f"""
INSERT INTO benefits_capeffect (payroll_file_id, pay_record_id, pensionable_recorded, pensionable_now)
SELECT %s, recorded.record_id, recorded.pensionable, after.pensionable
FROM ({WALK} FROM (SELECT *, NULL::integer AS line FROM recorded) pay) before
JOIN ({WALK} FROM ({RECORDED_AND_NEW}) pay) after USING (record_id)
JOIN recorded USING (record_id)
WHERE before.pensionable <> after.pensionable
ON CONFLICT (payroll_file_id, pay_record_id) DO UPDATE SET pensionable_now = excluded.pensionable_now
"""  # noqa: S608  made of this project's own constants


def compare_contributions() -> None:
    """Work out what each row's pay is pensionable for, and reject rows whose contribution the law does not give."""
    with connection.cursor() as cursor:
        cursor.execute(SUM_ARRIVING)
        cursor.execute("ANALYZE arriving")
        cursor.execute(YEARS)
        # As values, so that the planner knows how small a part of the large table they span.
        cursor.execute(FIND_CAPPED, cursor.fetchone())
        cursor.execute("ANALYZE capped")
        cursor.execute(FIND_RECORDED)
        cursor.execute(MARK_DIFFERING)
        is_settled = False
        while not is_settled:
            cursor.execute(APPLY_CAP)
            cursor.execute(MARK_FIRST_DIFFERING)
            is_settled = cursor.rowcount == 0


def record_effects(payroll_file_id: int) -> int:
    """Record which earlier-recorded pay the rows now accepted move against the cap. Returns how many records."""
    with connection.cursor() as cursor:
        cursor.execute(RECORD_EFFECTS, [payroll_file_id])
        return int(cursor.rowcount)

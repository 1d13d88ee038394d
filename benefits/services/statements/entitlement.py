"""Who gets a statement for a year, and of which kind, found by the database in one sweep."""

from datetime import date

from django.db import connection

from benefits.models import StatementRun

# Annuitants and survivors: whoever an annuity ran for on some day of the year.
# Members without a retirement annuity: at work on the last day of the year, or gone with something on the account
# (a full refund ends the membership). Nobody is written to after their death.
INSERT = """
WITH paid AS (
    SELECT annuity.payee_id AS person_id, annuity.member_id,
           min(CASE annuity.kind WHEN 'retirement' THEN 'annuitant' ELSE 'survivor' END) AS kind
    FROM benefits_annuity annuity
    WHERE annuity.starts_on <= %(last)s AND (annuity.ends_on IS NULL OR annuity.ends_on >= %(first)s)
    GROUP BY annuity.payee_id, annuity.member_id
),
at_work AS (
    SELECT DISTINCT member_id FROM benefits_employment
    WHERE hired_on <= %(last)s AND (left_on IS NULL OR left_on > %(last)s) AND NOT is_temporary_retiree
),
own AS (
    SELECT member.person_id, member.id AS member_id,
           CASE WHEN at_work.member_id IS NULL THEN 'inactive' ELSE 'active' END AS kind
    FROM benefits_member member LEFT JOIN at_work ON at_work.member_id = member.id
    WHERE member.first_membership_on <= %(last)s
      AND NOT EXISTS (
        SELECT 1 FROM benefits_annuity annuity
        WHERE annuity.member_id = member.id AND annuity.kind = 'retirement'
          AND annuity.starts_on <= %(last)s AND (annuity.ends_on IS NULL OR annuity.ends_on >= %(first)s))
      AND (at_work.member_id IS NOT NULL OR 0 <
        (SELECT coalesce(sum(retirement_contribution + survivor_contribution), 0)
         FROM benefits_payrecord record
         WHERE record.member_id = member.id AND record.paid_on <= %(last)s AND NOT EXISTS (
            SELECT 1 FROM benefits_payrecord correction WHERE correction.corrects_id = record.id))
        +
        (SELECT coalesce(sum(retirement + survivor + interest), 0)
         FROM benefits_accountentry entry WHERE entry.member_id = member.id AND entry."on" <= %(last)s))
)
INSERT INTO benefits_statement
    (id, run_id, person_id, member_id, kind, law_edition, template_version, set_aside_because)
SELECT gen_random_uuid(), %(run)s, entitled.person_id, entitled.member_id, entitled.kind, '', '', ''
FROM (SELECT * FROM paid UNION ALL SELECT * FROM own) entitled
JOIN accounts_person person ON person.id = entitled.person_id AND person.died_on IS NULL
ON CONFLICT (run_id, person_id, member_id) DO NOTHING
"""


def write_statements(run: StatementRun) -> int:
    """One row for each statement that somebody is entitled to. Returns how many were written."""
    days = {"first": date(run.year, 1, 1), "last": date(run.year, 12, 31)}
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {**days, "run": run.pk})
        return int(cursor.rowcount)

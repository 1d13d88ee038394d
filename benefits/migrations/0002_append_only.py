from django.db import migrations

from sers_portal.base.append_only import append_only

# Each rank that a form names must come to 100 percent, judged when the transaction ends.
SHARES_SUM = """
CREATE FUNCTION check_beneficiary_shares() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    form bigint := COALESCE(NEW.designation_id, OLD.designation_id);
    wrong text;
BEGIN
    SELECT rank INTO wrong FROM benefits_beneficiary WHERE designation_id = form
        GROUP BY rank HAVING sum(percent) <> 100 LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'the % shares of designation % do not come to 100 percent', wrong, form
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shares_come_to_100
    AFTER INSERT OR UPDATE OR DELETE ON benefits_beneficiary
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_beneficiary_shares()
"""
NO_SHARES_SUM = """
DROP TRIGGER shares_come_to_100 ON benefits_beneficiary;
DROP FUNCTION check_beneficiary_shares()
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_initial"), ("base", "0002_append_only")]

    operations = [
        append_only("benefits_payrecord"),
        append_only("benefits_accountentry"),
        append_only("benefits_annuityamount"),
        migrations.RunSQL(SHARES_SUM, NO_SHARES_SUM),
    ]

from django.db import migrations

# Between the first approval and the second nobody turns a claim to another person.
SETTLE = """
CREATE FUNCTION settle_claimant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('calculated', 'awaiting_second_approval', 'approved', 'in_payment')
        AND (NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.member_id IS DISTINCT FROM OLD.member_id)
    THEN
        RAISE EXCEPTION 'whom claim % is for is settled', OLD.reference USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claimant_is_settled BEFORE UPDATE OF person_id, member_id ON benefits_claim
    FOR EACH ROW EXECUTE FUNCTION settle_claimant()
"""
UNSETTLE = "DROP TRIGGER claimant_is_settled ON benefits_claim; DROP FUNCTION settle_claimant()"


class Migration(migrations.Migration):
    dependencies = [("benefits", "0015_annuity_suspensions")]

    operations = [migrations.RunSQL(SETTLE, UNSETTLE)]

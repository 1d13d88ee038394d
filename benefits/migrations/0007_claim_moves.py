from django.db import migrations

from sers_portal.base.append_only import append_only

# The table of benefits.models.claim.MOVES, as it stood; tests compare the two.
GUARD = """
CREATE FUNCTION guard_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('draft', 'received') THEN
            RAISE EXCEPTION 'a claim begins as a draft or as received, not as %', NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT 1 FROM (VALUES
            ('draft', 'received'), ('draft', 'withdrawn'),
            ('received', 'documents_requested'), ('received', 'in_review'), ('received', 'withdrawn'),
            ('documents_requested', 'in_review'), ('documents_requested', 'denied'),
            ('documents_requested', 'withdrawn'),
            ('in_review', 'documents_requested'), ('in_review', 'calculated'),
            ('in_review', 'awaiting_second_approval'), ('in_review', 'denied'), ('in_review', 'withdrawn'),
            ('calculated', 'documents_requested'), ('calculated', 'in_review'),
            ('calculated', 'awaiting_second_approval'), ('calculated', 'denied'), ('calculated', 'withdrawn'),
            ('awaiting_second_approval', 'in_review'), ('awaiting_second_approval', 'approved'),
            ('awaiting_second_approval', 'withdrawn'),
            ('approved', 'in_payment'), ('denied', 'in_review')
        ) AS move (before, after) WHERE move.before = OLD.state AND move.after = NEW.state
    ) THEN
        RAISE EXCEPTION 'a claim does not move from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    -- Who prepared what is approved is settled before the approval, and for good after it.
    IF (OLD.state IN ('approved', 'in_payment') OR NEW.state = 'approved') AND (
        NEW.calculation_id IS DISTINCT FROM OLD.calculation_id
        OR NEW.calculated_by IS DISTINCT FROM OLD.calculated_by
        OR NEW.first_approved_by IS DISTINCT FROM OLD.first_approved_by
        OR NEW.opened_by IS DISTINCT FROM OLD.opened_by
        OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
    ) THEN
        RAISE EXCEPTION 'who calculated and approved claim % is settled', OLD.reference
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.opened_by IS DISTINCT FROM OLD.opened_by OR NEW.reference <> OLD.reference OR NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'reference, kind and opener of claim % do not change', OLD.reference
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_is_guarded BEFORE INSERT OR UPDATE ON benefits_claim
    FOR EACH ROW EXECUTE FUNCTION guard_claim()
"""
NO_GUARD = "DROP TRIGGER claim_is_guarded ON benefits_claim; DROP FUNCTION guard_claim()"


class Migration(migrations.Migration):
    dependencies = [("benefits", "0006_claims"), ("base", "0002_append_only")]

    operations = [
        append_only("benefits_claimevent"),
        append_only("benefits_claimcalculation"),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]

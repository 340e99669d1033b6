-- A verdict that can still be taken back stands on the case itself, so that one row lock decides between undoing,
-- publishing and sealing.
ALTER TABLE cases
  ADD COLUMN on_behalf_of_id uuid,
  ADD COLUMN on_behalf_of_name text,
  ADD COLUMN refusal_reason text,
  ADD COLUMN pending_action text,
  ADD COLUMN pending_decided_at timestamptz(3),
  ADD COLUMN pending_certifier_id uuid,
  ADD COLUMN pending_certifier_name text,
  ADD COLUMN pending_on_behalf_of_id uuid,
  ADD COLUMN pending_on_behalf_of_name text,
  ADD COLUMN pending_comment text,
  ADD COLUMN pending_refusal_reason text,
  ADD COLUMN publish_at timestamptz(3),
  ADD COLUMN undone_by_id uuid,
  ADD COLUMN sealed_by_name text,
  -- Full-width and capital letters are found by their plain forms.
  ADD COLUMN search_text text GENERATED ALWAYS AS (lower(normalize(student_name || E'\n' || subject, NFKC))) STORED,
  ADD CHECK ((pending_action IS NULL) = (publish_at IS NULL)),
  ADD CHECK (pending_action IS NULL OR pending_action = 'revoke' AND status = 'certified'
    OR pending_action IN ('certify', 'refuse') AND status = 'under_certification');
CREATE INDEX cases_institution_id_publish_at_idx ON cases (institution_id, publish_at) WHERE publish_at IS NOT NULL;

ALTER TABLE verdicts
  ADD COLUMN on_behalf_of_id uuid,
  ADD COLUMN on_behalf_of_name text,
  ADD COLUMN refusal_reason text,
  ADD CHECK ((on_behalf_of_id IS NULL) = (on_behalf_of_name IS NULL)),
  -- Not of the verdicts given before reasons were asked for.
  ADD CONSTRAINT verdicts_refusal_reason_check CHECK ((action = 'certify') = (refusal_reason IS NULL)
    AND refusal_reason IN ('not_own_work', 'wrong_course', 'file_unreadable', 'other')) NOT VALID;

CREATE TABLE case_submissions (
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  submitted_at timestamptz(3) NOT NULL,
  institution_id uuid NOT NULL,
  student_name text NOT NULL,
  PRIMARY KEY (outcome_id, version, submitted_at)
);
INSERT INTO case_submissions SELECT outcome_id, version, submitted_at, institution_id, student_name FROM cases;
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER case_submissions_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON case_submissions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();

ALTER TABLE courses
  ADD COLUMN subject text NOT NULL DEFAULT '',
  ADD COLUMN academic_year integer NOT NULL DEFAULT 0,
  ADD COLUMN term_system text NOT NULL DEFAULT '',
  ADD COLUMN term text NOT NULL DEFAULT '';
UPDATE courses k SET subject = c.subject, academic_year = c.academic_year, term_system = c.term_system, term = c.term
  FROM (SELECT DISTINCT ON (course_id) * FROM cases ORDER BY course_id, submitted_at DESC) c
  WHERE c.course_id = k.course_id;

CREATE TABLE people (
  person_id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  role text NOT NULL,
  name text NOT NULL
);
CREATE INDEX people_institution_id_role_idx ON people (institution_id, role);

CREATE TABLE deputies (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  teacher_id uuid NOT NULL,
  deputy_id uuid NOT NULL CHECK (deputy_id <> teacher_id),
  course_id uuid,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  appointed_by_id uuid NOT NULL,
  appointed_by_name text NOT NULL,
  appointed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ended_by_id uuid,
  ended_by_name text,
  ended_at timestamptz(3),
  PRIMARY KEY (institution_id, id),
  CHECK ((ended_at IS NULL) = (ended_by_id IS NULL) AND (ended_at IS NULL) = (ended_by_name IS NULL))
);
CREATE INDEX deputies_deputy_id_idx ON deputies (deputy_id);
CREATE INDEX deputies_teacher_id_idx ON deputies (teacher_id);

-- Who appointed and who ended is kept for good: the only change there is is the one end.
CREATE FUNCTION allow_only_one_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR to_jsonb(NEW) - ARRAY['ended_at', 'ended_by_id', 'ended_by_name']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['ended_at', 'ended_by_id', 'ended_by_name'] THEN
    RAISE EXCEPTION 'an appointment is only ever ended, once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deputies_only_ended BEFORE UPDATE ON deputies FOR EACH ROW EXECUTE FUNCTION allow_only_one_end();
CREATE TRIGGER deputies_kept BEFORE DELETE OR TRUNCATE ON deputies
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();

-- Who decides for which teacher in which course today. It sees what its reader may see.
CREATE VIEW active_deputies WITH (security_invoker = true) AS
  SELECT t.course_id, d.teacher_id, d.deputy_id, d.institution_id, d.appointed_at, d.id
    FROM deputies d JOIN course_teachers t ON t.teacher_id = d.teacher_id AND t.institution_id = d.institution_id
   WHERE (d.course_id IS NULL OR d.course_id = t.course_id) AND d.ended_at IS NULL
     AND (clock_timestamp() AT TIME ZONE 'Asia/Taipei')::date BETWEEN d.first_day AND d.last_day;

CREATE TABLE claims (
  outcome_id uuid NOT NULL,
  certifier_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  certifier_name text NOT NULL,
  claimed_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (outcome_id, certifier_id)
) WITH (fillfactor = 70);
CREATE INDEX claims_certifier_id_idx ON claims (certifier_id);

CREATE TABLE saved_comments (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 500),
  saved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (person_id, id)
);

ALTER TABLE case_submissions ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON case_submissions
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON people
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE deputies ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON deputies
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE claims ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON claims
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE saved_comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON saved_comments
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);

-- The settler serves every institution: it may learn which ones have a verdict due, and nothing else.
CREATE FUNCTION institutions_with_verdicts_due() RETURNS TABLE (institution_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS $$ SELECT DISTINCT c.institution_id FROM public.cases c WHERE c.publish_at <= now() $$;
REVOKE ALL ON FUNCTION institutions_with_verdicts_due() FROM PUBLIC;

CREATE TABLE cases (
  outcome_id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  revision integer NOT NULL,
  status text NOT NULL CHECK (status IN ('under_certification', 'certified', 'refused', 'sealed')),
  course_id uuid NOT NULL,
  student_id uuid NOT NULL,
  student_name text NOT NULL,
  subject text NOT NULL,
  academic_year integer NOT NULL,
  term_system text NOT NULL,
  term text NOT NULL,
  summary text NOT NULL,
  files jsonb NOT NULL,
  submitted_at timestamptz(3) NOT NULL,
  decided_action text,
  decided_at timestamptz(3),
  certifier_id uuid,
  certifier_name text,
  comment text,
  sealed_batch_id uuid,
  sealed_at timestamptz(3),
  CHECK ((status = 'under_certification') = (decided_action IS NULL)),
  CHECK ((status = 'sealed') = (sealed_batch_id IS NOT NULL))
);
CREATE INDEX cases_institution_id_status_submitted_at_outcome_id_idx
  ON cases (institution_id, status, submitted_at, outcome_id);
CREATE INDEX cases_course_id_status_submitted_at_outcome_id_idx ON cases (course_id, status, submitted_at, outcome_id);

CREATE TABLE verdicts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  institution_id uuid NOT NULL,
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  action text NOT NULL CHECK (action IN ('certify', 'refuse', 'revoke')),
  certifier_id uuid NOT NULL,
  certifier_name text NOT NULL,
  comment text NOT NULL CHECK (char_length(comment) <= 500 AND (action = 'certify' OR comment <> '')),
  decided_at timestamptz(3) NOT NULL,
  files jsonb NOT NULL
);
CREATE INDEX verdicts_outcome_id_id_idx ON verdicts (outcome_id, id);

-- Rights are granted for all tables alike, so the log defends itself, against its owner too.
CREATE FUNCTION refuse_change_of_verdicts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'verdicts are never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER verdicts_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON verdicts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_verdicts();

CREATE TABLE courses (
  course_id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  assignment_version integer NOT NULL DEFAULT 0,
  waiting_count integer NOT NULL DEFAULT 0 CHECK (waiting_count >= 0)
) WITH (fillfactor = 70);
CREATE INDEX courses_institution_id_idx ON courses (institution_id);

CREATE TABLE course_teachers (
  course_id uuid NOT NULL,
  teacher_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  PRIMARY KEY (course_id, teacher_id)
);
CREATE INDEX course_teachers_teacher_id_course_id_idx ON course_teachers (teacher_id, course_id);

CREATE TABLE certify_windows (
  institution_id uuid NOT NULL,
  academic_year integer NOT NULL,
  opens_at timestamptz(3) NOT NULL,
  closes_at timestamptz(3) NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (institution_id, academic_year)
);

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON cases
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE verdicts ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON verdicts
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE courses ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON courses
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE course_teachers ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON course_teachers
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE certify_windows ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON certify_windows
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);

-- Courses and who takes them ---------------------------------------------------------------------

CREATE TABLE courses (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  academic_year integer NOT NULL,
  term_system text NOT NULL,
  term text NOT NULL,
  subject text NOT NULL,
  teacher_ids uuid[] NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT courses_pkey PRIMARY KEY (id),
  CONSTRAINT courses_institution_key UNIQUE (institution_id, id),
  CONSTRAINT courses_academic_year_check CHECK (academic_year BETWEEN 80 AND 200),
  CONSTRAINT courses_term_system_check CHECK (term_system IN ('undivided', 'two_terms', 'three_terms', 'four_terms')),
  CONSTRAINT courses_subject_check CHECK (subject <> '')
);

CREATE TABLE enrolments (
  course_id uuid NOT NULL,
  student_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  student_name text NOT NULL,
  credits_earned text NOT NULL,
  qualitative_comment text NOT NULL,
  grade text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT enrolments_pkey PRIMARY KEY (course_id, student_id),
  CONSTRAINT enrolments_course_fkey FOREIGN KEY (institution_id, course_id) REFERENCES courses (institution_id, id)
    ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX enrolments_student ON enrolments (student_id);

-- Outcomes -----------------------------------------------------------------------------------------

CREATE TABLE hand_in_batches (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  number integer NOT NULL,
  academic_year integer NOT NULL,
  status text NOT NULL,
  created_by_id uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  submitted_at timestamptz,
  CONSTRAINT hand_in_batches_pkey PRIMARY KEY (id),
  CONSTRAINT hand_in_batches_number_key UNIQUE (institution_id, number),
  CONSTRAINT hand_in_batches_status_check CHECK (status IN ('sealing', 'submitted', 'acknowledged'))
);
CREATE INDEX hand_in_batches_sealing ON hand_in_batches (institution_id) WHERE status = 'sealing';

CREATE TABLE outcomes (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  course_id uuid NOT NULL,
  student_id uuid NOT NULL,
  status text NOT NULL,
  version integer NOT NULL,
  submitted_at timestamptz,
  decided_at timestamptz,
  certifier_name text NOT NULL DEFAULT '',
  comment text NOT NULL DEFAULT '',
  -- When certification gave the newest verdict heard so far; older ones that arrive late change nothing any more.
  last_verdict_at timestamptz,
  selected_at timestamptz,
  -- The hand-in that holds this outcome, from being sealed on.
  hand_in_batch_id uuid,
  handed_in_at timestamptz,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT outcomes_pkey PRIMARY KEY (id),
  CONSTRAINT outcomes_enrolment_fkey FOREIGN KEY (course_id, student_id) REFERENCES enrolments (course_id, student_id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT outcomes_hand_in_batch_fkey FOREIGN KEY (hand_in_batch_id) REFERENCES hand_in_batches (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT outcomes_status_check
    CHECK (status IN ('awaiting_submission', 'under_certification', 'certified', 'refused')),
  CONSTRAINT outcomes_version_check CHECK (version >= 1),
  CONSTRAINT outcomes_submitted_check CHECK (status = 'awaiting_submission' OR submitted_at IS NOT NULL),
  CONSTRAINT outcomes_selected_check CHECK (selected_at IS NULL OR status = 'certified'),
  CONSTRAINT outcomes_hand_in_check CHECK (hand_in_batch_id IS NULL OR selected_at IS NOT NULL),
  CONSTRAINT outcomes_handed_in_check CHECK (handed_in_at IS NULL OR hand_in_batch_id IS NOT NULL),
  CONSTRAINT outcomes_deleted_check CHECK (deleted_at IS NULL OR status IN ('awaiting_submission', 'refused'))
);
CREATE INDEX outcomes_student_course ON outcomes (student_id, course_id) WHERE deleted_at IS NULL;
CREATE INDEX outcomes_certified ON outcomes (institution_id, course_id) WHERE status = 'certified';

CREATE TABLE outcome_versions (
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  institution_id uuid NOT NULL,
  summary text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT outcome_versions_pkey PRIMARY KEY (outcome_id, version),
  CONSTRAINT outcome_versions_outcome_fkey FOREIGN KEY (outcome_id) REFERENCES outcomes (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- The same rule as portfolio-rules' summaryLength: code points of the normalised text.
  CONSTRAINT outcome_versions_summary_length_check CHECK (char_length(summary) <= 100),
  CONSTRAINT outcome_versions_summary_normalised_check CHECK (strpos(summary, chr(13)) = 0)
);

CREATE TABLE outcome_files (
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  slot text NOT NULL,
  institution_id uuid NOT NULL,
  upload_id uuid NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 text NOT NULL,
  CONSTRAINT outcome_files_pkey PRIMARY KEY (outcome_id, version, slot),
  CONSTRAINT outcome_files_version_fkey FOREIGN KEY (outcome_id, version)
    REFERENCES outcome_versions (outcome_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT outcome_files_slot_check CHECK (slot IN ('document', 'media')),
  CONSTRAINT outcome_files_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
CREATE INDEX outcome_files_upload ON outcome_files (upload_id);

CREATE TABLE file_checks (
  upload_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  result text NOT NULL,
  rejection text NOT NULL DEFAULT '',
  media_type text NOT NULL DEFAULT '',
  has_thumbnail boolean NOT NULL DEFAULT false,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT file_checks_pkey PRIMARY KEY (upload_id),
  CONSTRAINT file_checks_result_check CHECK (result IN ('passed', 'rejected')),
  CONSTRAINT file_checks_rejection_check CHECK ((result = 'rejected') = (rejection <> ''))
);

CREATE TABLE outcome_history (
  id bigint GENERATED ALWAYS AS IDENTITY,
  outcome_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  at timestamptz NOT NULL,
  fact text NOT NULL,
  version integer NOT NULL,
  actor_name text NOT NULL,
  comment text NOT NULL DEFAULT '',
  CONSTRAINT outcome_history_pkey PRIMARY KEY (id),
  CONSTRAINT outcome_history_outcome_fkey FOREIGN KEY (outcome_id) REFERENCES outcomes (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT outcome_history_fact_check CHECK (fact IN ('added', 'edited', 'deleted', 'submitted', 'certified', 'refused',
    'revoked', 'selected', 'unselected', 'handed_in', 'received', 'rejected'))
);
CREATE INDEX outcome_history_outcome ON outcome_history (outcome_id, at, id);

-- Calendar and policy ------------------------------------------------------------------------------

CREATE TABLE calendar_windows (
  institution_id uuid NOT NULL,
  academic_year integer NOT NULL,
  operation text NOT NULL,
  window_id uuid NOT NULL,
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  version integer NOT NULL,
  CONSTRAINT calendar_windows_pkey PRIMARY KEY (institution_id, academic_year, operation),
  CONSTRAINT calendar_windows_operation_check CHECK (operation IN ('upload', 'submit', 'certify', 'select', 'hand_in'))
);

CREATE TABLE selection_policies (
  institution_id uuid NOT NULL,
  selection_limit integer NOT NULL DEFAULT 6,
  CONSTRAINT selection_policies_pkey PRIMARY KEY (institution_id),
  CONSTRAINT selection_policies_limit_check CHECK (selection_limit >= 0)
);

-- Hand-in ------------------------------------------------------------------------------------------

CREATE TABLE hand_in_items (
  id uuid NOT NULL,
  batch_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  student_id uuid NOT NULL,
  student_name text NOT NULL,
  course_id uuid NOT NULL,
  subject text NOT NULL,
  status text NOT NULL,
  rejection text NOT NULL DEFAULT '',
  sent_at timestamptz,
  acknowledged_at timestamptz,
  CONSTRAINT hand_in_items_pkey PRIMARY KEY (id),
  CONSTRAINT hand_in_items_batch_fkey FOREIGN KEY (batch_id) REFERENCES hand_in_batches (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT hand_in_items_version_fkey FOREIGN KEY (outcome_id, version)
    REFERENCES outcome_versions (outcome_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT hand_in_items_status_check CHECK (status IN ('sealing', 'sent', 'received', 'rejected', 'dropped'))
);
CREATE UNIQUE INDEX hand_in_items_live ON hand_in_items (outcome_id, version)
  WHERE status IN ('sealing', 'sent', 'received');
CREATE INDEX hand_in_items_batch ON hand_in_items (batch_id);
CREATE INDEX hand_in_items_student ON hand_in_items (student_id);

-- Messages -----------------------------------------------------------------------------------------

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

-- Row-level security: the second wall between institutions --------------------------------------------
-- A row nobody named an institution for is nobody's to see: an unset or emptied setting compares as null.

CREATE FUNCTION current_institution() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('licheng.institution_id', true), '')::uuid $$;

ALTER TABLE courses ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolments ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcomes ENABLE ROW LEVEL SECURITY;
ALTER TABLE file_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_windows ENABLE ROW LEVEL SECURITY;
ALTER TABLE selection_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_in_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_in_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcome_history ENABLE ROW LEVEL SECURITY;

CREATE POLICY institution ON courses USING (institution_id = current_institution());
CREATE POLICY institution ON enrolments USING (institution_id = current_institution());
CREATE POLICY institution ON outcomes USING (institution_id = current_institution());
CREATE POLICY institution ON file_checks USING (institution_id = current_institution());
CREATE POLICY institution ON calendar_windows USING (institution_id = current_institution());
CREATE POLICY institution ON selection_policies USING (institution_id = current_institution());
CREATE POLICY institution ON hand_in_batches USING (institution_id = current_institution());
CREATE POLICY institution ON hand_in_items USING (institution_id = current_institution());

-- What was once true stays: versions, their files and the history can be read and added, never changed or removed.
CREATE POLICY institution_read ON outcome_versions FOR SELECT USING (institution_id = current_institution());
CREATE POLICY institution_add ON outcome_versions FOR INSERT WITH CHECK (institution_id = current_institution());
CREATE POLICY institution_read ON outcome_files FOR SELECT USING (institution_id = current_institution());
CREATE POLICY institution_add ON outcome_files FOR INSERT WITH CHECK (institution_id = current_institution());
CREATE POLICY institution_read ON outcome_history FOR SELECT USING (institution_id = current_institution());
CREATE POLICY institution_add ON outcome_history FOR INSERT WITH CHECK (institution_id = current_institution());

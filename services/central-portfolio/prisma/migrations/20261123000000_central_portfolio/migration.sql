-- No row-level security here: the central database holds what every institution handed in, and only operators ask it.
CREATE TABLE certified_results (
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  institution_id uuid NOT NULL,
  student_id uuid NOT NULL,
  course_id uuid NOT NULL,
  academic_year integer NOT NULL,
  files jsonb NOT NULL,
  certifier_name text NOT NULL,
  decided_at timestamptz(3) NOT NULL,
  revoked boolean NOT NULL,
  PRIMARY KEY (outcome_id, version)
);

CREATE TABLE holdings (
  item_id uuid PRIMARY KEY,
  batch_id uuid NOT NULL,
  batch_number integer NOT NULL,
  institution_id uuid NOT NULL,
  student_id uuid NOT NULL,
  course_id uuid NOT NULL,
  subject text NOT NULL,
  academic_year integer NOT NULL,
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  submitted_at timestamptz(3) NOT NULL,
  result text NOT NULL CHECK (result IN ('received', 'rejected')),
  rejection text NOT NULL CHECK (rejection IN ('', 'hash_mismatch', 'size_mismatch', 'file_missing')),
  acknowledged_at timestamptz(3) NOT NULL,
  CHECK ((result = 'received') = (rejection = ''))
);
CREATE INDEX holdings_academic_year_acknowledged_at_item_id_idx ON holdings (academic_year, acknowledged_at, item_id);

CREATE TABLE held_files (
  item_id uuid NOT NULL REFERENCES holdings (item_id) ON DELETE CASCADE ON UPDATE CASCADE,
  slot text NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  PRIMARY KEY (item_id, slot)
);

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

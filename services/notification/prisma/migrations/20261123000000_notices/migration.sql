CREATE TABLE notices (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  fact_id uuid NOT NULL,
  kind text NOT NULL,
  outcome_id uuid,
  course_id uuid,
  subject text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  read_at timestamptz(3)
);
CREATE UNIQUE INDEX notices_person_id_fact_id_key ON notices (person_id, fact_id);
CREATE INDEX notices_person_id_created_at_id_idx ON notices (person_id, created_at, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;

CREATE TABLE people (
  person_id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  role text NOT NULL
);

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON notices
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON people
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);

CREATE TABLE calendar_windows (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL,
  academic_year integer NOT NULL,
  operation text NOT NULL CHECK (operation IN ('upload', 'submit', 'certify', 'select', 'hand_in')),
  opens_at timestamptz(3) NOT NULL,
  closes_at timestamptz(3) NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  CHECK (opens_at < closes_at)
);
CREATE UNIQUE INDEX calendar_windows_institution_id_academic_year_operation_key
  ON calendar_windows (institution_id, academic_year, operation);

CREATE TABLE window_versions (
  window_id uuid NOT NULL,
  version integer NOT NULL,
  institution_id uuid NOT NULL,
  opens_at timestamptz(3) NOT NULL,
  closes_at timestamptz(3) NOT NULL,
  set_by uuid NOT NULL,
  set_by_name text NOT NULL,
  set_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (window_id, version)
);

CREATE TABLE reminders (
  id uuid PRIMARY KEY,
  window_id uuid NOT NULL,
  window_version integer NOT NULL,
  institution_id uuid NOT NULL,
  academic_year integer NOT NULL,
  operation text NOT NULL,
  closes_at timestamptz(3) NOT NULL,
  lead text NOT NULL CHECK (lead IN ('7d', '1d', '1h')),
  due_at timestamptz(3) NOT NULL,
  emitted_at timestamptz(3),
  dropped_at timestamptz(3)
);
CREATE UNIQUE INDEX reminders_window_id_window_version_lead_key ON reminders (window_id, window_version, lead);
CREATE INDEX reminders_waiting ON reminders (due_at) WHERE emitted_at IS NULL AND dropped_at IS NULL;

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

ALTER TABLE calendar_windows ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON calendar_windows
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE window_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON window_versions
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
-- reminders has no policy: the clock takes what is due for every institution at once, and no request ever reads it.

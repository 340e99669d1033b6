-- What certification says beside its verdict -------------------------------------------------------

ALTER TABLE outcomes
  ADD COLUMN refusal_reason text NOT NULL DEFAULT '',
  ADD COLUMN on_behalf_of_name text NOT NULL DEFAULT '',
  -- Of the latest submission; null before the first, and for submissions older than receipts.
  ADD COLUMN receipt_id uuid,
  ADD CONSTRAINT outcomes_refusal_reason_check
    CHECK (refusal_reason IN ('', 'not_own_work', 'wrong_course', 'file_unreadable', 'other'));

ALTER TABLE outcome_history
  ADD COLUMN refusal_reason text NOT NULL DEFAULT '',
  ADD COLUMN on_behalf_of_name text NOT NULL DEFAULT '',
  ADD COLUMN receipt_id uuid,
  DROP CONSTRAINT outcome_history_fact_check,
  ADD CONSTRAINT outcome_history_fact_check CHECK (fact IN ('added', 'edited', 'deleted', 'restored', 'submitted',
    'certified', 'refused', 'revoked', 'selected', 'unselected', 'handed_in', 'received', 'rejected'));

-- Receipts -----------------------------------------------------------------------------------------

-- Public keys only. They belong to the whole house: a receipt of any institution names one of them.
CREATE TABLE receipt_keys (
  -- RFC 7638 thumbprint.
  id text NOT NULL,
  -- Ed25519 public key, base64url.
  x text NOT NULL,
  first_used_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT receipt_keys_pkey PRIMARY KEY (id)
);

CREATE TABLE receipts (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  student_id uuid NOT NULL,
  outcome_id uuid NOT NULL,
  version integer NOT NULL,
  submitted_at timestamptz NOT NULL,
  key_id text NOT NULL,
  jws text NOT NULL,
  CONSTRAINT receipts_pkey PRIMARY KEY (id),
  -- One submission, one receipt.
  CONSTRAINT receipts_submission_key UNIQUE (outcome_id, submitted_at),
  CONSTRAINT receipts_version_fkey FOREIGN KEY (outcome_id, version)
    REFERENCES outcome_versions (outcome_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT receipts_key_fkey FOREIGN KEY (key_id) REFERENCES receipt_keys (id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

ALTER TABLE outcomes ADD CONSTRAINT outcomes_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES receipts (id)
  ON DELETE RESTRICT ON UPDATE RESTRICT;

-- For the count of a student's outcomes that wait for another file.
CREATE INDEX file_checks_rejected ON file_checks (upload_id) WHERE result = 'rejected';

-- A receipt and the key to check it with can be read and added, never changed or removed.
ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;
CREATE POLICY institution_read ON receipts FOR SELECT USING (institution_id = current_institution());
CREATE POLICY institution_add ON receipts FOR INSERT WITH CHECK (institution_id = current_institution());
ALTER TABLE receipt_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY anyone_read ON receipt_keys FOR SELECT USING (true);
CREATE POLICY anyone_add ON receipt_keys FOR INSERT WITH CHECK (true);

CREATE TABLE notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), institution_id uuid NOT NULL, counter integer NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_institution ON notes
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);

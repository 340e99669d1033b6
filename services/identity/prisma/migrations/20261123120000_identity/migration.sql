CREATE TABLE institutions (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE people (
  id uuid PRIMARY KEY,
  institution_id uuid NOT NULL REFERENCES institutions (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  login text NOT NULL,
  login_key text NOT NULL CONSTRAINT people_login_key UNIQUE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  role text NOT NULL CHECK (role IN ('student', 'teacher', 'administrator', 'operator')),
  email text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX people_institution ON people (institution_id);

CREATE TABLE credentials (
  person_id uuid PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE ON UPDATE RESTRICT,
  institution_id uuid NOT NULL,
  password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
  changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sign_in_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE ON UPDATE RESTRICT,
  address text NOT NULL,
  succeeded boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_events_person ON sign_in_events (person_id, at);

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

-- NULLIF: after a transaction that set it, the setting reads as an empty string for the rest of the connection.
ALTER TABLE institutions ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON institutions
  USING (id = NULLIF(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON people
  USING (institution_id = NULLIF(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON credentials
  USING (institution_id = NULLIF(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE sign_in_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_institution ON sign_in_events
  USING (institution_id = NULLIF(current_setting('licheng.institution_id', true), '')::uuid);

-- Whoever signs in has not said which institution they belong to: this one question, by exact key, is asked across all.
CREATE FUNCTION find_credential(key text)
  RETURNS TABLE (person_id uuid, institution_id uuid, active boolean, password_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS $$
    SELECT p.id, p.institution_id, p.active, c.password_hash
      FROM public.people p JOIN public.credentials c ON c.person_id = p.id
     WHERE p.login_key = key
  $$;
REVOKE ALL ON FUNCTION find_credential(text) FROM PUBLIC;

-- Content is shared by everyone who uploaded the same bytes, so blobs belong to no institution and name nobody.
CREATE TABLE blobs (
  sha256 text NOT NULL,
  size_bytes bigint NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  verified_at timestamptz NOT NULL DEFAULT now(),
  verification text NOT NULL DEFAULT 'sound',
  CONSTRAINT blobs_pkey PRIMARY KEY (sha256),
  CONSTRAINT blobs_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT blobs_size_check CHECK (size_bytes > 0),
  CONSTRAINT blobs_verification_check CHECK (verification IN ('sound', 'repaired', 'lost'))
);
CREATE INDEX blobs_verified ON blobs (verified_at);

-- The bond between this database and its volumes: see openVolumes in packages/blob-store.
CREATE TABLE blob_volumes (
  position smallint NOT NULL,
  volume_id uuid NOT NULL,
  store_id uuid NOT NULL,
  initialised boolean NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT blob_volumes_pkey PRIMARY KEY (position),
  CONSTRAINT blob_volumes_volume_key UNIQUE (volume_id)
);

CREATE TABLE uploads (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  slot text NOT NULL,
  file_name text NOT NULL,
  size_bytes bigint NOT NULL,
  status text NOT NULL DEFAULT 'receiving',
  started_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz,
  sha256 text,
  checked_at timestamptz,
  media_type text,
  rejection text,
  thumbnail_sha256 text,
  thumbnail_size_bytes integer,
  CONSTRAINT uploads_pkey PRIMARY KEY (id),
  CONSTRAINT uploads_blob_fkey FOREIGN KEY (sha256) REFERENCES blobs (sha256) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT uploads_thumbnail_fkey FOREIGN KEY (thumbnail_sha256) REFERENCES blobs (sha256)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT uploads_slot_check CHECK (slot IN ('document', 'media')),
  CONSTRAINT uploads_file_name_check CHECK (char_length(file_name) BETWEEN 1 AND 200),
  CONSTRAINT uploads_size_check CHECK (size_bytes > 0),
  CONSTRAINT uploads_status_check CHECK (status IN ('receiving', 'checking', 'passed', 'rejected')),
  CONSTRAINT uploads_complete_check CHECK ((status = 'receiving') = (sha256 IS NULL) AND (sha256 IS NULL) = (completed_at IS NULL)),
  CONSTRAINT uploads_media_type_check CHECK ((status = 'passed') = (media_type IS NOT NULL)),
  CONSTRAINT uploads_rejection_check CHECK ((status = 'rejected') = (rejection IS NOT NULL)),
  CONSTRAINT uploads_thumbnail_check CHECK ((thumbnail_sha256 IS NULL) = (thumbnail_size_bytes IS NULL))
);
CREATE INDEX uploads_unfinished ON uploads (owner_id, started_at) WHERE status = 'receiving';
CREATE INDEX uploads_sha256 ON uploads (sha256);
CREATE INDEX uploads_thumbnail_sha256 ON uploads (thumbnail_sha256) WHERE thumbnail_sha256 IS NOT NULL;

ALTER TABLE uploads ENABLE ROW LEVEL SECURITY;
CREATE POLICY uploads_institution ON uploads
  USING (institution_id = current_setting('licheng.institution_id', true)::uuid)
  WITH CHECK (institution_id = current_setting('licheng.institution_id', true)::uuid);

-- The only two looks past row-level security. A service asks for an upload by its id alone and is answered with the
-- institution to ask as; the hourly sweep learns which ids to discard. Neither shows anything of the upload itself.
CREATE FUNCTION institution_of_upload(upload_id uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$ SELECT institution_id FROM public.uploads WHERE id = upload_id $$;
CREATE FUNCTION abandoned_uploads(older_than interval) RETURNS TABLE (id uuid, institution_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$ SELECT u.id, u.institution_id FROM public.uploads u WHERE u.status = 'receiving' AND u.started_at < now() - older_than $$;
REVOKE ALL ON FUNCTION institution_of_upload(uuid), abandoned_uploads(interval) FROM PUBLIC;

CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

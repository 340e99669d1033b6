-- What the sender says the bytes are; compared with what arrived.
ALTER TABLE uploads
  ADD COLUMN announced_sha256 text,
  ADD COLUMN page_count integer,
  ADD COLUMN page_image_count smallint,
  ADD CONSTRAINT uploads_announced_sha256_check CHECK (announced_sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT uploads_page_images_check CHECK (
    (page_count IS NULL) = (page_image_count IS NULL) AND page_image_count BETWEEN 0 AND least(page_count, 20));

-- Documents that passed before there were page images: nobody will draw them, so nobody shall wait for them.
UPDATE uploads SET page_count = 0, page_image_count = 0 WHERE status = 'passed' AND media_type = 'application/pdf';

-- Drawn pages of documents, for looking at without opening the file itself.
CREATE TABLE upload_page_images (
  upload_id uuid NOT NULL,
  page smallint NOT NULL,
  institution_id uuid NOT NULL,
  sha256 text NOT NULL,
  size_bytes integer NOT NULL,
  CONSTRAINT upload_page_images_pkey PRIMARY KEY (upload_id, page),
  CONSTRAINT upload_page_images_upload_fkey FOREIGN KEY (upload_id) REFERENCES uploads (id)
    ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT upload_page_images_blob_fkey FOREIGN KEY (sha256) REFERENCES blobs (sha256)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT upload_page_images_page_check CHECK (page BETWEEN 1 AND 20),
  CONSTRAINT upload_page_images_size_check CHECK (size_bytes > 0)
);
CREATE INDEX upload_page_images_sha256 ON upload_page_images (sha256);

-- Without an institution the setting may be empty text, which is no uuid: it shall show nothing rather than fail.
ALTER POLICY uploads_institution ON uploads
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid)
  WITH CHECK (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);
ALTER TABLE upload_page_images ENABLE ROW LEVEL SECURITY;
CREATE POLICY upload_page_images_institution ON upload_page_images
  USING (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid)
  WITH CHECK (institution_id = nullif(current_setting('licheng.institution_id', true), '')::uuid);

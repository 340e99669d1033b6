CREATE TABLE outbox_events (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, subject text NOT NULL, payload text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX outbox_events_unsent ON outbox_events (subject, seq) WHERE sent_at IS NULL;
CREATE TABLE inbox_messages (consumer text NOT NULL, message_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, message_id));

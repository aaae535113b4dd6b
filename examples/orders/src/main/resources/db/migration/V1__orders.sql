CREATE TABLE orders (
    id uuid PRIMARY KEY,
    tenant text NOT NULL,
    customer text NOT NULL,
    status text NOT NULL,
    payment text UNIQUE,
    version bigint NOT NULL,
    placed_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE INDEX orders_of_tenant ON orders (tenant, placed_at DESC, id DESC);

CREATE TABLE order_lines (
    order_id uuid NOT NULL REFERENCES orders,
    line int NOT NULL,
    sku text NOT NULL,
    quantity int NOT NULL CHECK (quantity > 0),
    unit_cents bigint NOT NULL CHECK (unit_cents >= 0),
    PRIMARY KEY (order_id, line)
);

-- What others are to be told, written with the change that it tells of.
CREATE TABLE outbox (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    type text NOT NULL,
    order_id uuid NOT NULL,
    tenant text NOT NULL,
    cents bigint NOT NULL,
    time timestamptz NOT NULL
);

CREATE TABLE idempotency (
    key char(64) PRIMARY KEY,
    fingerprint char(64) NOT NULL,
    owner text NOT NULL,
    until timestamptz NOT NULL,
    reply bytea
);

CREATE INDEX idempotency_until ON idempotency (until);

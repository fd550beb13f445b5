-- What one person proposes and another approves. Never trimmed: it says who decided what, and why.
create table proposal (
  id bigint generated always as identity primary key,
  action text collate "C" not null,
  subject text not null,
  reason text not null,
  proposer text not null,               -- subject of the certificate
  proposer_certificate bytea not null check (length(proposer_certificate) = 32),  -- its SHA-256
  at timestamptz not null default now(),
  decided_at timestamptz,
  decider text,
  decider_certificate bytea,
  approved boolean
);

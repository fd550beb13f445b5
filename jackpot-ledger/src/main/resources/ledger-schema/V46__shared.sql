-- Whether the epoch belongs to one process, or to all that share the books. The first that shares
-- raises it, those that join it do not.
alter table ledger add column shared boolean not null default false;

-- What the service's role may do: everything with the tables that it keeps up to date, and only
-- read and add where rows stand for ever. Runs after every migration, as the owner.
grant usage on schema ${flyway:defaultSchema} to "${service}";
grant select, insert, update, delete on all tables in schema ${flyway:defaultSchema} to "${service}";
grant usage on all sequences in schema ${flyway:defaultSchema} to "${service}";
grant execute on all functions in schema ${flyway:defaultSchema} to "${service}";
revoke all on schema_history from "${service}";
grant select on schema_history to "${service}";
revoke update, delete, truncate, references, trigger
  on rules, terms, contribution, movement, win, event, third_party_event, instruction, instruction_answer, settlement, leaves, followed_key, journal
  from "${service}";
-- What is held stands for ever, but for what was decided of it.
revoke update, delete, truncate, references, trigger on held from "${service}";
grant update (state, entry) on held to "${service}";

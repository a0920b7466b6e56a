-- ADT messages as they came in, before they were acknowledged. Appended, never changed; deleted only when a checkpoint holds what they said.
create table message (
  position integer primary key autoincrement,
  received_at text not null,
  at text not null,
  sender text not null,
  control_id text not null,
  kind text not null,
  digest blob not null unique,
  raw blob not null,
  message text check (message is null or json_valid(message)),
  why text
) strict;

create index message_by_time on message (at);

-- The census as it was when everything up to a moment had been folded into it, and how many messages of each kind went with it.
create table checkpoint (
  position integer primary key autoincrement,
  last_received text not null,
  up_to text not null,
  last integer not null,
  state text not null check (json_valid(state)),
  counts text not null check (json_valid(counts))
) strict;

create trigger message_is_never_changed before update on message begin select raise(abort, 'the ADT journal is append-only'); end;
create trigger message_is_never_replaced before insert on message
  when exists (select 1 from message where position = new.position or digest = new.digest)
  begin select raise(abort, 'the ADT journal is append-only'); end;
create trigger message_is_pruned_only_when_held before delete on message
  when not exists (select 1 from checkpoint where last >= old.position and up_to >= old.at)
  begin select raise(abort, 'no checkpoint holds this message'); end;

create trigger checkpoint_is_never_changed before update on checkpoint begin select raise(abort, 'the ADT journal is append-only'); end;
create trigger checkpoint_is_pruned_only_when_followed before delete on checkpoint
  when not exists (select 1 from checkpoint where position > old.position)
  begin select raise(abort, 'the newest checkpoint is never deleted'); end;

-- One generation of one unit: written once, then only read.
create table snapshot (
  one integer primary key check (one = 1),
  unit text not null,
  generation integer not null,
  institution text not null,
  zone text not null,
  source text not null,
  as_of text not null,
  counts text not null check (json_valid(counts)),
  accepted_drop text check (json_valid(accepted_drop))
) strict;

-- The columns beside the body say who it is about, should the body ever not be readable.
create table chart (
  patient_id text primary key,
  position integer not null unique,
  name text not null,
  mrn text,
  bed text,
  body text not null check (json_valid(body))
) strict;

create table unread (
  position integer primary key,
  patient text not null,
  why text not null
) strict;

-- Paper made in advance and read back: one row for each patient and choice of forms, replaced when its content changes, gone once it is printed.
-- All of it can be made again from the copy.
create table paper (
  patient text not null,
  forms text not null,
  content text not null,
  about text not null check (json_valid(about)),
  pdf blob,
  primary key (patient, forms)
) strict;

-- name: tables
-- The tables of the sample view, as the owner.
create table view.sample_group (
    tenant_id uuid not null, generation int not null, id uuid not null,
    from_position bigint not null, to_position bigint not null,
    name text collate "C" not null, name_key text collate "C" not null, stage text,
    parent_id uuid, founded_on date, members int not null, budget bigint not null,
    active boolean not null, tags text[] not null, updated_at timestamptz not null, extra jsonb,
    secret text, contact jsonb,
    primary key (tenant_id, generation, id, from_position)
);
create index on view.sample_group
    (tenant_id, generation, name_key, id, from_position, to_position);
create index on view.sample_group
    (tenant_id, generation, members, id, from_position, to_position);
create table view.sample_member (
    tenant_id uuid not null, generation int not null, id uuid not null,
    from_position bigint not null, to_position bigint not null,
    group_id uuid not null, seat text not null, name text not null, place int not null,
    primary key (tenant_id, generation, id, from_position)
);
create index on view.sample_member
    (tenant_id, generation, group_id, place, id, from_position, to_position);
insert into wahana.view_version (view, version, fingerprint, installed_at)
    values ('sample', 1, decode(repeat('00', 32), 'hex'), now());
select wahana.protect_view_table('view.sample_group');
select wahana.protect_view_table('view.sample_member');

-- name: fill
-- Rows of one tenant: 60 groups with up to 7 members, two versions of every third group (the
-- older one ends at position 100), a dead generation, the checkpoint at 1000.
-- $1 tenant uuid, $2 prefix of names text
with tenant as (select $1::uuid as id, $2::text as prefix),
head as (
    insert into wahana.tenant_head (tenant_id, head) select id, 1000 from tenant returning 1
),
point as (
    insert into wahana.projection
        (tenant_id, view, generation, version, position, state, updated_at)
    select id, 'sample', 2, 1, 1000, 'live', now() from tenant returning 1
),
live as (
    insert into wahana.projection_version (tenant_id, view, version, generation, serves)
    select id, 'sample', 1, 2, true from tenant returning 1
),
groups as (
    insert into view.sample_group
    select t.id, g.generation, md5(t.prefix || n)::uuid,
           case when v.old then 1 when n % 3 = 0 then 100 else n end,
           case when v.old then 100 else 9223372036854775807 end,
           t.prefix || ' Kelompok ' || n || case when v.old then ' lama' else '' end,
           'kelompok ' || lpad((n / 2)::text, 3, '0'),
           (array['USULAN', 'LATIH', 'KUKUH', null])[1 + n % 4],
           case when n % 5 = 0 then null else md5(t.prefix || (n / 2))::uuid end,
           case when n % 7 = 0 then null else date '2012-06-14' + n end,
           n % 10, n::bigint * 3000000000, n % 2 = 0,
           case when n % 4 = 0 then '{}' else array['pmks/' || n, 'a "quoted" \ tag'] end,
           timestamptz '2012-06-14 08:30:00+08' + n * interval '1.000001 s',
           case when n % 3 = 0 then null else jsonb_build_object('n', n, 'x', null, 'y', '[1,2]'::jsonb) end,
           case when n % 6 = 0 then null else 'rahasia ' || n end,
           case when n % 6 = 0 then null else
               jsonb_build_object('e', md5('e' || n)::uuid, 's', md5('s' || n)::uuid, 'c', 'contact',
                                  'k', 1, 'n', 'AAAA', 'ct', encode(convert_to('telp ' || n, 'UTF8'), 'base64'),
                                  'kc', 'AAAA') end
    from tenant t, generate_series(0, 59) n,
         (values (false), (true)) v(old), (values (1), (2)) g(generation)
    where (not v.old or n % 3 = 0) and (g.generation = 2 or n < 3)
    returning 1
)
insert into view.sample_member
select t.id, 2, md5(t.prefix || n || '/' || m)::uuid, 1,
       case when m = 6 then 500 else 9223372036854775807 end,
       md5(t.prefix || n)::uuid, (array['KETUA', 'SEKRETARIS', 'BENDAHARA', 'ANGGOTA'])[least(m, 3) + 1],
       'Anggota ' || n || '.' || m, m
from tenant t, generate_series(0, 59) n, generate_series(0, 6) m
where m < 2 + n % 6;

-- name: break_rows
-- Values that their types forbid: what a faulty view might hold one day.
update view.sample_group set stage = 'KELIRU' where name_key = 'kelompok 000';
update view.sample_member set seat = 'KELIRU' where place = 1;

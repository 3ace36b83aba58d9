-- Number of tables of views that the newest version of their view does not use.
SELECT count(*) FROM wahana.view_table t
WHERE t.version < (SELECT max(n.version) FROM wahana.view_table n WHERE n.view = t.view);

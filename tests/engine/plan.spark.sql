-- sketched (key string, source string, words int, short boolean, same string, sketch ints, pairs ints, lines ints, phrases boolean, place long):
-- node kernel.mjs sketch, over the rows of
SELECT key, source, text FROM articles;
-- which must read as many rows as
SELECT count(*) AS expected FROM articles;
-- 0, or articles were lost:
SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM sketched) AS wrong;

CREATE TABLE ranked AS
SELECT monotonically_increasing_id() AS place, id, key FROM (SELECT id, key FROM ids ORDER BY id);

CREATE TABLE numbered AS
SELECT CAST(r.place - p.least + p.earlier AS INT) AS n, id, key FROM ranked r JOIN (SELECT part, least, sum(size) OVER (ORDER BY part) - size AS earlier FROM (SELECT shiftright(place, 33) AS part, min(place) AS least, count(*) AS size FROM ranked GROUP BY 1) g) p ON p.part = shiftright(r.place, 33);
-- 0, or articles were lost:
SELECT (SELECT count(*) FROM sketched) - (SELECT count(*) FROM numbered) AS wrong;
-- 0, or ids occur twice:
SELECT (SELECT count(*) FROM ids) - (SELECT count(DISTINCT id) FROM ids) AS wrong;

CREATE TABLE signed AS
SELECT n, source, words, short, same, sketch, pairs, lines, phrases, place FROM sketched JOIN numbered ON sketched.key = numbered.key;
-- 0, or articles were lost:
SELECT (SELECT count(*) FROM sketched) - (SELECT count(*) FROM signed) AS wrong;

CREATE TABLE copies AS
SELECT s.n AS n, g.original AS original FROM signed s JOIN (SELECT same, min(n) AS original FROM signed WHERE same IS NOT NULL GROUP BY same HAVING count(*) > 1) g ON s.same = g.same WHERE s.n <> g.original;

CREATE VIEW compared AS
SELECT * FROM signed WHERE NOT EXISTS (SELECT 1 FROM copies WHERE copies.n = signed.n);

CREATE TABLE repeated AS
SELECT line FROM (SELECT explode(lines) AS line FROM compared) l GROUP BY line HAVING count(*) >= 3;

CREATE TABLE suspects AS
SELECT n FROM compared WHERE phrases UNION SELECT l.n AS n FROM (SELECT n, explode(lines) AS line FROM compared) l JOIN repeated ON repeated.line = l.line;

CREATE TABLE apart_rows AS
SELECT CASE WHEN c.source IS NULL THEN '' ELSE concat('=', c.source) END AS site, c.n AS n, c.source AS source, numbered.key AS key FROM suspects JOIN compared c ON c.n = suspects.n JOIN numbered ON numbered.n = c.n;

-- apart (n long, apart string, sketch ints, pairs ints, place long):
-- node kernel.mjs furniture, over the rows of
SELECT r.site AS site, r.n AS n, r.source AS source, articles.text AS text FROM articles JOIN apart_rows r ON articles.key = r.key ORDER BY site, n;
-- all rows of one site to one process
-- which must read as many rows as
SELECT count(*) AS expected FROM suspects;

CREATE VIEW own AS
SELECT c.n AS n, coalesce(apart.sketch, c.sketch) AS sketch, coalesce(apart.pairs, c.pairs) AS pairs, apart.apart AS apart, coalesce(apart.place, c.place) AS place FROM compared c LEFT JOIN apart ON apart.n = c.n;

CREATE TABLE postings_sketch AS
SELECT h, sort_array(collect_list(n)) AS ns FROM (SELECT n, explode(sketch) AS h FROM own DISTRIBUTE BY h) s GROUP BY h HAVING count(*) > 1;

CREATE VIEW long_sketch AS
SELECT h, explode(ns) AS n FROM (SELECT h, ns FROM postings_sketch WHERE NOT (size(ns) <= 50)) p;

CREATE TABLE sizes_sketch AS
SELECT o.n AS n, size(o.sketch) AS hashes, coalesce(l.lists, 0) AS lists FROM own o LEFT JOIN (SELECT n, count(*) AS lists FROM long_sketch GROUP BY n) l ON l.n = o.n;
-- 0, or articles were lost:
SELECT (SELECT count(*) FROM compared) - (SELECT count(*) FROM sizes_sketch) AS wrong;
-- 0, or postings were lost:
SELECT (SELECT count(*) FROM long_sketch) - (SELECT coalesce(sum(lists), 0) FROM sizes_sketch) AS wrong;

CREATE TABLE linked_sketch AS
SELECT a, b FROM (SELECT b, explode(earlier) AS a FROM (SELECT n AS b, array(lag(n, 1) OVER (PARTITION BY h ORDER BY n), lag(n, 2) OVER (PARTITION BY h ORDER BY n), lag(n, 3) OVER (PARTITION BY h ORDER BY n), lag(n, 4) OVER (PARTITION BY h ORDER BY n)) AS earlier FROM (SELECT h, explode(ns) AS n FROM (SELECT h, ns FROM postings_sketch WHERE NOT (size(ns) <= 50)) p) l) w) x WHERE a IS NOT NULL;

CREATE TABLE met_sketch AS
SELECT m.a AS a, m.b AS b FROM (SELECT a, b, count(short) AS short FROM (SELECT b, shiftright(x, 1) AS a, nullif(x % 2, 0) AS short FROM (SELECT b, explode(xs) AS x FROM (SELECT b, collect_list(a * 2 + coalesce(short, 0)) AS xs FROM (SELECT a, b, 1 AS short FROM (SELECT b, explode(slice(ns, 1, pos - 1)) AS a FROM (SELECT ns, b, p + 1 AS pos FROM (SELECT ns FROM postings_sketch WHERE size(ns) <= 50) p LATERAL VIEW posexplode(ns) x AS p, b) s) x UNION ALL SELECT a, b, CAST(NULL AS INT) AS short FROM linked_sketch) l GROUP BY b) g) e) k GROUP BY a, b HAVING count(*) >= 2) m JOIN sizes_sketch l ON l.n = m.a JOIN sizes_sketch r ON r.n = m.b WHERE m.short + least(l.lists, r.lists) >= 8e-2 * least(l.hashes, r.hashes);

CREATE TABLE postings_pairs AS
SELECT h, sort_array(collect_list(n)) AS ns FROM (SELECT n, explode(pairs) AS h FROM own DISTRIBUTE BY h) s GROUP BY h HAVING count(*) > 1;

CREATE VIEW long_pairs AS
SELECT h, explode(ns) AS n FROM (SELECT h, ns FROM postings_pairs WHERE NOT (size(ns) <= 50)) p;

CREATE TABLE sizes_pairs AS
SELECT o.n AS n, size(o.pairs) AS hashes, coalesce(l.lists, 0) AS lists FROM own o LEFT JOIN (SELECT n, count(*) AS lists FROM long_pairs GROUP BY n) l ON l.n = o.n;
-- 0, or articles were lost:
SELECT (SELECT count(*) FROM compared) - (SELECT count(*) FROM sizes_pairs) AS wrong;
-- 0, or postings were lost:
SELECT (SELECT count(*) FROM long_pairs) - (SELECT coalesce(sum(lists), 0) FROM sizes_pairs) AS wrong;

CREATE TABLE linked_pairs AS
SELECT a, b FROM (SELECT b, explode(earlier) AS a FROM (SELECT n AS b, array(lag(n, 1) OVER (PARTITION BY h ORDER BY n), lag(n, 2) OVER (PARTITION BY h ORDER BY n), lag(n, 3) OVER (PARTITION BY h ORDER BY n), lag(n, 4) OVER (PARTITION BY h ORDER BY n)) AS earlier FROM (SELECT h, explode(ns) AS n FROM (SELECT h, ns FROM postings_pairs WHERE NOT (size(ns) <= 50)) p) l) w) x WHERE a IS NOT NULL;

CREATE TABLE met_pairs AS
SELECT m.a AS a, m.b AS b FROM (SELECT a, b, count(short) AS short FROM (SELECT b, shiftright(x, 1) AS a, nullif(x % 2, 0) AS short FROM (SELECT b, explode(xs) AS x FROM (SELECT b, collect_list(a * 2 + coalesce(short, 0)) AS xs FROM (SELECT a, b, 1 AS short FROM (SELECT b, explode(slice(ns, 1, pos - 1)) AS a FROM (SELECT ns, b, p + 1 AS pos FROM (SELECT ns FROM postings_pairs WHERE size(ns) <= 50) p LATERAL VIEW posexplode(ns) x AS p, b) s) x UNION ALL SELECT a, b, CAST(NULL AS INT) AS short FROM linked_pairs) l GROUP BY b) g) e) k GROUP BY a, b HAVING count(*) >= 3) m JOIN sizes_pairs l ON l.n = m.a JOIN sizes_pairs r ON r.n = m.b WHERE m.short + least(l.lists, r.lists) >= 2e-1 * least(l.hashes, r.hashes);

CREATE VIEW blocked AS
SELECT min(a) OVER (PARTITION BY b) AS block, a, b, kinds FROM (SELECT a, b, 1 AS kinds FROM met_sketch UNION ALL SELECT a, b, 2 AS kinds FROM met_pairs) p;

CREATE TABLE members AS
SELECT m.block AS block, m.n AS n, r.lefts AS lefts FROM (SELECT block, a AS n FROM blocked UNION SELECT block, b AS n FROM blocked) m LEFT JOIN (SELECT block, b, sort_array(collect_list(CAST(a AS BIGINT) * 4 + kinds)) AS lefts FROM blocked GROUP BY block, b) r ON r.block = m.block AND r.b = m.n;
-- 0, or pairs were lost:
SELECT (SELECT count(*) FROM (SELECT a, b, 1 AS kinds FROM met_sketch UNION ALL SELECT a, b, 2 AS kinds FROM met_pairs) p) - (SELECT coalesce(sum(size(lefts)), 0) FROM members WHERE lefts IS NOT NULL) AS wrong;

CREATE TABLE verdicts_rows AS
SELECT m.block AS block, m.n AS n, m.lefts AS lefts, c.apart AS apart, numbered.key AS key FROM members m JOIN own c ON c.n = m.n JOIN numbered ON numbered.n = c.n;

-- verdicts (a long, b long, similarity int, relation string, template boolean, verdict string, candidates long):
-- node kernel.mjs verify, over the rows of
SELECT r.block AS block, r.n AS n, r.lefts AS lefts, r.apart AS apart, articles.text AS text FROM articles JOIN verdicts_rows r ON articles.key = r.key ORDER BY block, n;
-- all rows of one block to one process
-- which must read as many rows as
SELECT count(*) AS expected FROM members;

CREATE TABLE star_0 AS
SELECT b AS x, a AS y FROM verdicts WHERE similarity >= 3000;

-- component: from round 1 on, until this is true for round 0, or for the last one:
SELECT (SELECT count(*) - count(DISTINCT x) FROM star_0) = 0 AND (SELECT count(*) FROM star_0 s JOIN star_0 t ON s.y = t.x) = 0 AS done;

CREATE TABLE large_1 AS
SELECT DISTINCT s.v AS x, m.least AS y FROM (SELECT y AS u, x AS v FROM star_0) s JOIN (SELECT u, least(u, min(v)) AS least FROM (SELECT x AS u, y AS v FROM star_0 UNION ALL SELECT y AS u, x AS v FROM star_0) b GROUP BY u) m ON m.u = s.u;

CREATE TABLE star_1 AS
SELECT x, min(y) AS y FROM large_1 GROUP BY x UNION SELECT l.y AS x, m.y AS y FROM large_1 l JOIN (SELECT x, min(y) AS y FROM large_1 GROUP BY x) m ON m.x = l.x WHERE l.y <> m.y;

-- and then
CREATE VIEW component AS
SELECT x AS n, y AS c FROM star_1 UNION ALL SELECT DISTINCT y AS n, y AS c FROM star_1;

CREATE TABLE grouped AS
SELECT n, c, count(*) OVER (PARTITION BY c) AS size FROM component;

CREATE TABLE inside AS
SELECT p.b AS n, sort_array(collect_list(concat(p.a, ' ', p.kinds, ' ', coalesce(v.similarity, 0)))) AS lefts FROM (SELECT a, b, 1 AS kinds FROM met_sketch UNION ALL SELECT a, b, 2 AS kinds FROM met_pairs) p JOIN grouped g ON g.n = p.a JOIN grouped h ON h.n = p.b AND h.c = g.c LEFT JOIN verdicts v ON v.a = p.a AND v.b = p.b WHERE g.size > 2 GROUP BY p.b;

CREATE TABLE clustered_rows AS
SELECT g.c AS c, g.n AS n, i.lefts AS lefts, c.sketch AS sketch, c.pairs AS pairs, CASE WHEN g.size > 500 THEN c.apart END AS apart, CASE WHEN g.size > 500 THEN numbered.key END AS key FROM grouped g JOIN own c ON c.n = g.n LEFT JOIN inside i ON i.n = g.n JOIN numbered ON numbered.n = c.n WHERE g.size > 2;

-- clustered (n long, root long):
-- node kernel.mjs cluster, over the rows of
SELECT r.c AS c, r.n AS n, r.lefts AS lefts, r.sketch AS sketch, r.pairs AS pairs, r.apart AS apart, articles.text AS text FROM articles JOIN clustered_rows r ON articles.key = r.key UNION ALL SELECT r.c AS c, r.n AS n, r.lefts AS lefts, r.sketch AS sketch, r.pairs AS pairs, r.apart AS apart, NULL AS text FROM clustered_rows r WHERE r.key IS NULL ORDER BY c, n;
-- all rows of one c to one process
-- which must read as many rows as
SELECT count(*) AS expected FROM grouped WHERE size > 2;

CREATE TABLE rooted AS
SELECT n, c AS root FROM grouped WHERE size = 2 UNION ALL SELECT n, root FROM clustered;
-- 0, or articles were lost:
SELECT (SELECT count(*) FROM grouped) - (SELECT count(*) FROM rooted) AS wrong;

CREATE VIEW joined AS
SELECT n, root FROM rooted UNION ALL SELECT c.n AS n, coalesce(r.root, c.original) AS root FROM copies c LEFT JOIN rooted r ON r.n = c.original UNION ALL SELECT o.original AS n, o.original AS root FROM (SELECT DISTINCT original FROM copies) o WHERE NOT EXISTS (SELECT 1 FROM rooted r WHERE r.n = o.original);

CREATE TABLE clusters AS
SELECT i.id AS id, r.id AS cluster FROM (SELECT n, root, count(*) OVER (PARTITION BY root) AS size FROM joined) j JOIN numbered i ON i.n = j.n JOIN numbered r ON r.n = j.root WHERE j.size > 1;

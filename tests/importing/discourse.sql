--
-- PostgreSQL database dump
--

-- Dumped from database version 15.5
SET statement_timeout = 0;
CREATE FUNCTION public.raise_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE TABLE public.users (id integer NOT NULL, username character varying);

COPY public.api_keys (id, key_hash) FROM stdin;
1	not for anyone
\.

COPY public.bookmarks (id, user_id, bookmarkable_id, bookmarkable_type, created_at) FROM stdin;
1	3	101	Post	2024-01-09 10:00:00.25
2	4	10	Topic	2024-01-09 10:00:00.25
3	4	400	Post	2024-01-09 10:00:00.25
\.

COPY public.categories (id, name, color, topic_id, created_at, updated_at, user_id, slug, description, read_restricted, position, parent_category_id) FROM stdin;
5	Weather	AABBCC	\N	2024-01-01 10:00:00.25	2024-01-01 10:00:00.25	-1	weather	All <a href="/t/1">weather</a>.	f	1	\N
6	Staff room	000000	\N	2024-01-01 10:00:00.25	2024-01-01 10:00:00.25	-1	staff	\N	t	2	\N
7	Testers	000000	\N	2024-01-01 10:00:00.25	2024-01-01 10:00:00.25	-1	testers	\N	t	3	5
8	Lounge	000000	\N	2024-01-01 10:00:00.25	2024-01-01 10:00:00.25	-1	lounge	\N	t	4	\N
9	News	000000	\N	2024-01-01 10:00:00.25	2024-01-01 10:00:00.25	-1	news	\N	f	5	\N
11	Locked	000000	\N	2024-01-01 10:00:00.25	2024-01-01 10:00:00.25	-1	locked	\N	t	6	\N
\.

COPY public.category_custom_fields (id, category_id, name, value) FROM stdin;
1	5	enable_accepted_answers	true
\.

COPY public.category_groups (id, category_id, group_id, permission_type) FROM stdin;
1	6	3	1
2	7	41	1
3	7	3	1
4	8	10	1
5	9	0	3
6	9	3	1
\.

COPY public.discourse_solved_solved_topics (id, topic_id, answer_post_id, accepter_user_id, created_at) FROM stdin;
1	10	102	3	2024-01-06 10:00:00.25
\.

COPY public.group_users (id, group_id, user_id, created_at) FROM stdin;
1	41	4	2024-01-02 10:00:00.25
2	3	3	2024-01-02 10:00:00.25
3	10	3	2024-01-01 10:00:00.25
4	10	4	2024-01-01 10:00:00.25
\.

COPY public.groups (id, name, full_name, automatic, bio_raw, created_at) FROM stdin;
0	everyone	\N	t	\N	2024-01-01 10:00:00.25
3	staff	\N	t	\N	2024-01-01 10:00:00.25
10	trust_level_0	\N	t	\N	2024-01-01 10:00:00.25
41	testers	Testers	f	They try things.	2024-01-01 10:00:00.25
\.

COPY public.post_actions (id, post_id, user_id, post_action_type_id, created_at, deleted_at) FROM stdin;
1	102	3	2	2024-01-07 10:00:00.25	\N
2	101	4	2	2024-01-07 10:00:00.25	\N
3	103	3	2	2024-01-07 10:00:00.25	2024-01-08 10:00:00.25
4	101	3	8	2024-01-07 10:00:00.25	\N
5	400	4	2	2024-01-07 10:00:00.25	\N
\.

COPY public.post_custom_fields (id, post_id, name, value) FROM stdin;
1	102	is_accepted_answer	true
\.

COPY public.posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, like_count, deleted_at, hidden, post_type, version, last_version_at) FROM stdin;
100	3	10	1	My barometer falls\twhen I look.\n\n![chart|690x388, 75%](upload://aBc123.png)\n\nCOPY public.users (id, username) FROM stdin;\n666\tmallory\n\\.	<p>cooked</p>	2024-01-03 10:00:00.25	2024-01-03 10:00:00.25	\N	0	\N	f	1	2	2024-01-04 10:00:00.25
101	4	10	2	Do you breathe on it?	<p>cooked</p>	2024-01-04 10:00:00.25	2024-01-04 10:00:00.25	\N	3	\N	f	1	1	2024-01-05 10:00:00.25
102	4	10	3	[quote="ana, post:1, topic:10, full:true"]\nwhen I look\n[/quote]\n\nLevel it. @ana\n\n```\n[quote="x"]\n```	<p>cooked</p>	2024-01-05 10:00:00.25	2024-01-05 10:00:00.25	\N	1	\N	f	1	1	2024-01-06 10:00:00.25
103	3	10	4	No.	<p>cooked</p>	2024-01-05 10:00:00.25	2024-01-05 10:00:00.25	2	0	\N	f	1	1	2024-01-06 10:00:00.25
104	3	10	5		<p>cooked</p>	2024-01-05 10:00:00.25	2024-01-05 10:00:00.25	\N	0	\N	f	3	1	2024-01-06 10:00:00.25
105	4	10	6	He is a difficult customer	<p>cooked</p>	2024-01-05 10:00:00.25	2024-01-05 10:00:00.25	\N	0	\N	f	4	1	2024-01-06 10:00:00.25
106	4	10	7	Replying to the whisper	<p>cooked</p>	2024-01-05 10:00:00.25	2024-01-05 10:00:00.25	6	0	\N	f	1	1	2024-01-06 10:00:00.25
107	\N	10	8	I have left	<p>cooked</p>	2024-01-06 10:00:00.25	2024-01-06 10:00:00.25	\N	0	\N	f	1	1	2024-01-07 10:00:00.25
108	4	10	9	Taken back	<p>cooked</p>	2024-01-06 10:00:00.25	2024-01-06 10:00:00.25	\N	0	2024-01-07 10:00:00.25	f	1	1	2024-01-07 10:00:00.25
109	4	10	10	Flagged away	<p>cooked</p>	2024-01-06 10:00:00.25	2024-01-06 10:00:00.25	\N	0	\N	t	1	1	2024-01-07 10:00:00.25
200	3	20	1	Talk among staff	<p>cooked</p>	2024-01-03 10:00:00.25	2024-01-03 10:00:00.25	\N	0	\N	f	1	1	2024-01-04 10:00:00.25
300	4	30	1	A test of the testers	<p>cooked</p>	2024-01-03 10:00:00.25	2024-01-03 10:00:00.25	\N	0	\N	f	1	1	2024-01-04 10:00:00.25
301	3	30	2	What is it?	<p>cooked</p>	2024-01-04 10:00:00.25	2024-01-04 10:00:00.25	\N	0	\N	f	1	1	2024-01-05 10:00:00.25
400	3	40	1	My secret is 4711	<p>cooked</p>	2024-01-03 10:00:00.25	2024-01-03 10:00:00.25	\N	0	\N	f	1	1	2024-01-04 10:00:00.25
401	4	40	2	I will not tell	<p>cooked</p>	2024-01-03 10:00:00.25	2024-01-03 10:00:00.25	\N	0	\N	f	1	1	2024-01-04 10:00:00.25
500	-1	50	1	Welcome to the lounge	<p>cooked</p>	2024-01-02 10:00:00.25	2024-01-02 10:00:00.25	\N	0	\N	f	1	1	2024-01-03 10:00:00.25
600	3	60	1	News for all	<p>cooked</p>	2024-01-02 10:00:00.25	2024-01-02 10:00:00.25	\N	0	\N	f	1	1	2024-01-03 10:00:00.25
700	3	70	1	Where did the category go?	<p>cooked</p>	2024-01-02 10:00:00.25	2024-01-02 10:00:00.25	\N	0	\N	f	1	1	2024-01-03 10:00:00.25
800	3	80	1	Gone topic	<p>cooked</p>	2024-01-02 10:00:00.25	2024-01-02 10:00:00.25	\N	0	\N	f	1	1	2024-01-03 10:00:00.25
900	3	90	1	Locked away	<p>cooked</p>	2024-01-02 10:00:00.25	2024-01-02 10:00:00.25	\N	0	\N	f	1	1	2024-01-03 10:00:00.25
\.

COPY public.site_settings (id, name, data_type, value) FROM stdin;
1	title	1	Weather talk
\.

COPY public.tag_group_memberships (id, tag_id, tag_group_id) FROM stdin;
1	2	1
\.

COPY public.tag_group_permissions (id, tag_group_id, group_id, permission_type) FROM stdin;
1	1	3	1
\.

COPY public.tag_groups (id, name) FROM stdin;
1	Staff tags
\.

COPY public.tags (id, name, topic_count, description) FROM stdin;
1	pressure	1	The weight of air
2	vip-complaint	1	watch out
3	wind	0	\N
\.

COPY public.topic_custom_fields (id, topic_id, name, value) FROM stdin;
1	10	accepted_answer_post_id	102
\.

COPY public.topic_tags (id, topic_id, tag_id) FROM stdin;
1	10	1
2	10	2
\.

COPY public.topics (id, title, created_at, user_id, category_id, archetype, visible, closed, archived, deleted_at, views, slug) FROM stdin;
10	Why does my barometer fall?	2024-01-03 10:00:00.25	3	5	regular	t	f	f	\N	77	why-does
20	Staff only	2024-01-03 10:00:00.25	3	6	regular	t	f	f	\N	1	staff-only
30	Testing the tests	2024-01-03 10:00:00.25	4	7	regular	t	t	f	\N	1	testing
40	Between us	2024-01-03 10:00:00.25	3	\N	private_message	t	f	f	\N	2	between-us
50	Welcome	2024-01-02 10:00:00.25	-1	8	regular	t	f	f	\N	3	welcome
60	News of the week	2024-01-02 10:00:00.25	3	9	banner	t	f	f	\N	3	news-of
70	Lost category	2024-01-02 10:00:00.25	3	99	regular	t	f	f	\N	3	lost
80	Deleted topic	2024-01-02 10:00:00.25	3	5	regular	t	f	f	2024-01-03 10:00:00.25	3	deleted
90	In the locked room	2024-01-02 10:00:00.25	3	11	regular	t	f	f	\N	3	locked
95	Without any post	2024-01-02 10:00:00.25	3	5	regular	t	f	f	\N	3	empty
\.

COPY public.user_actions (id, action_type, user_id, target_post_id, created_at) FROM stdin;
1	1	3	102	2024-01-07 10:00:00.25
2	1	3	106	2024-01-08 10:00:00.25
3	2	4	106	2024-01-08 10:00:00.25
\.

COPY public.user_emails (id, user_id, email, "primary") FROM stdin;
1	3	ana@secret.example	t
2	4	old.ben@secret.example	f
3	4	ben@secret.example	t
\.

COPY public.user_options (user_id, hide_profile) FROM stdin;
4	t
\.

COPY public.user_profiles (user_id, bio_raw, location, website) FROM stdin;
3	I *polish*.	Lisbon	https://ana.example.org
4	Hidden bio	Hidden town	\N
\.

COPY public.users (id, username, created_at, name, password_hash, salt, admin, moderator, active, suspended_till) FROM stdin;
-1	system	2024-01-01 10:00:00.25	system	x	y	t	t	t	\N
3	ana	2024-01-01 10:00:00.25	Ana Real-Name	5ca1ab1e	salty	t	f	t	\N
4	Ben	2024-01-01 10:00:00.25	Ben Real-Name	5ca1ab1e	salty	f	f	t	3000-01-01 00:00:00
\.

-- PostgreSQL database dump complete

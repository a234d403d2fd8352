"""What of a Discourse dump is kept on its way, and the questions asked of it.

Private messages, whispers and small actions are in none of the tables that lines are made of.
"""

TABLES = {
    "users": "id# username created_at admin moderator suspended_till",
    "user_profiles": "user_id# bio_raw location website",
    "user_options": "user_id# hide_profile hide_profile_and_presence",
    "user_emails": "user_id# email primary",
    "groups": "id# name full_name bio_raw created_at",
    "group_users": "group_id# user_id# created_at",
    "categories": "id# name description created_at read_restricted position# parent_category_id#",
    "category_groups": "category_id# group_id# permission_type#",
    "category_custom_fields": "category_id# name value",
    "site_settings": "name value",
    "topics": "id# title created_at user_id# category_id# archetype visible deleted_at views#",
    "topic_custom_fields": "topic_id# name value",
    "post_custom_fields": "post_id# name value",
    "discourse_solved_solved_topics": "topic_id# answer_post_id# accepter_user_id# created_at",
    "posts": "id# user_id# topic_id# post_number# raw created_at reply_to_post_number# deleted_at hidden post_type#"
    " version# last_version_at like_count#",
    "tags": "id# name description",
    "topic_tags": "topic_id# tag_id#",
    "tag_group_memberships": "tag_id# tag_group_id#",
    "tag_group_permissions": "tag_group_id# group_id#",
    "post_actions": "post_id# user_id# post_action_type_id# created_at deleted_at",
    "user_actions": "action_type# user_id# target_post_id# created_at",
    "bookmarks": "user_id# bookmarkable_id# bookmarkable_type post_id# topic_id# created_at",
}
# Groups that every Discourse has: its staff, and all who have an account.
STAFF, ALL_MEMBERS = (1, 2, 3), 10
# What lets a group open topics in a category, and not only reply or read.
FULL = 1
DERIVED = (
    "CREATE INDEX user_id ON users (id)",
    "CREATE INDEX post_number ON posts (topic_id, post_number)",
    "CREATE INDEX post_id ON posts (id)",
    "CREATE INDEX tagged ON topic_tags (topic_id)",
    "CREATE INDEX category_named ON categories (id)",
    # Who solved what was kept in three places by three generations of the plugin.
    "CREATE TABLE solution (topic_id INTEGER PRIMARY KEY, post_id INTEGER, by_id INTEGER, at TEXT)",
    (
        "INSERT OR IGNORE INTO solution SELECT topic_id, answer_post_id, accepter_user_id, created_at"
        " FROM discourse_solved_solved_topics"
    ),
    (
        "INSERT OR IGNORE INTO solution SELECT topic_id, CAST(value AS INTEGER), NULL, NULL FROM topic_custom_fields"
        " WHERE name = 'accepted_answer_post_id'"
    ),
    (
        "INSERT OR IGNORE INTO solution SELECT p.topic_id, p.id, NULL, NULL FROM post_custom_fields f"
        " JOIN posts p ON p.id = f.post_id WHERE f.name = 'is_accepted_answer' AND f.value IN ('true', 't')"
    ),
    # A topic that others may read, with its first post; where questions can be solved, it is a question.
    (
        "CREATE TABLE thread AS SELECT t.id, p.id AS first_id, CASE WHEN s.post_id IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM category_custom_fields f WHERE f.category_id = t.category_id"
        " AND f.name = 'enable_accepted_answers' AND f.value IN ('true', 't'))"
        " OR EXISTS (SELECT 1 FROM site_settings WHERE name = 'allow_solved_on_all_topics' AND value IN ('true', 't'))"
        " THEN 'question' ELSE 'discussion' END AS kind FROM topics t"
        " JOIN posts p ON p.topic_id = t.id AND p.post_number = 1 AND p.post_type IN (1, 2)"
        " LEFT JOIN solution s ON s.topic_id = t.id WHERE t.archetype IN ('regular', 'banner') GROUP BY t.id"
    ),
    "CREATE UNIQUE INDEX thread_id ON thread (id)",
    # What becomes of every post: its id here, and for a reply the post that it replies to, where that is none too.
    (
        "CREATE TABLE placed AS SELECT p.id, p.topic_id, h.kind, p.id = h.first_id AS opens,"
        " CASE WHEN p.id = h.first_id THEN 't' || h.id ELSE 'p' || p.id END AS key,"
        " CASE WHEN p.id <> h.first_id THEN (SELECT min(r.id) FROM posts r WHERE r.topic_id = p.topic_id"
        " AND r.post_number = p.reply_to_post_number AND r.post_number BETWEEN 2 AND p.post_number - 1"
        " AND r.post_type IN (1, 2)) END AS replies_to"
        " FROM posts p JOIN thread h ON h.id = p.topic_id WHERE p.post_type IN (1, 2)"
    ),
    "CREATE UNIQUE INDEX placed_id ON placed (id)",
    (
        "CREATE TABLE liked AS SELECT l.post_id, l.user_id, min(l.created_at) AS at, l.file_, l.line_ FROM ("
        "SELECT post_id, user_id, created_at, file_, line_ FROM post_actions"
        " WHERE post_action_type_id = 2 AND deleted_at IS NULL"
        " UNION ALL SELECT target_post_id, user_id, created_at, file_, line_ FROM user_actions WHERE action_type = 1) l"
        " JOIN placed ON placed.id = l.post_id JOIN users u ON u.id = l.user_id AND u.id > 0 GROUP BY"
        " l.post_id, l.user_id"
    ),
    "CREATE INDEX liked_post ON liked (post_id)",
    # A tag of a group that not everyone may see would tell what it names.
    (
        "CREATE TABLE open_tag AS SELECT g.id, g.name, g.description, g.file_, g.line_ FROM tags g WHERE NOT EXISTS ("
        "SELECT 1 FROM tag_group_memberships m JOIN tag_group_permissions x USING (tag_group_id) WHERE m.tag_id = g.id"
        " AND NOT EXISTS (SELECT 1 FROM tag_group_permissions o WHERE o.tag_group_id = m.tag_group_id AND"
        " o.group_id = 0))"
    ),
    "CREATE UNIQUE INDEX open_tag_id ON open_tag (id)",
)
USERS = (
    "SELECT u.*, p.bio_raw, p.location, p.website,"
    " coalesce(o.hide_profile, o.hide_profile_and_presence, 'f') = 't' AS hidden,"
    " (SELECT e.email FROM user_emails e WHERE e.user_id = u.id ORDER BY e.\"primary\" = 't' DESC LIMIT 1) AS email"
    " FROM users u LEFT JOIN user_profiles p ON p.user_id = u.id LEFT JOIN user_options o ON o.user_id = u.id"
    " WHERE u.id > 0 GROUP BY u.id ORDER BY u.id"
)
CATEGORIES = (
    "SELECT c.*, p.name AS parent FROM categories c LEFT JOIN categories p ON p.id = c.parent_category_id ORDER BY c.id"
)
PERMISSIONS = "SELECT group_id, permission_type FROM category_groups WHERE category_id = ? ORDER BY group_id"
GROUP = "SELECT * FROM groups WHERE id = ?"
GROUP_MEMBERS = (
    "SELECT DISTINCT m.user_id FROM group_users m JOIN users u ON u.id = m.user_id AND u.id > 0"
    " WHERE m.group_id IN (SELECT group_id FROM category_groups WHERE category_id = ?) ORDER BY m.user_id"
)
LOST = (
    "SELECT min(t.line_) AS line_, t.file_ FROM thread h JOIN topics t USING (id)"
    " WHERE NOT EXISTS (SELECT 1 FROM categories c WHERE c.id = t.category_id) HAVING count(*) > 0"
)
TAGS = "SELECT * FROM open_tag WHERE coalesce(description, '') <> '' ORDER BY id"
_WRITTEN = (
    "p.*, p.version > 1 AS edited, x.key, u.id AS author, max(0, coalesce(p.like_count, 0)"
    " - (SELECT count(*) FROM liked l WHERE l.post_id = p.id)) AS unattributed"
    " FROM placed x JOIN posts p ON p.id = x.id LEFT JOIN users u ON u.id = p.user_id AND u.id > 0"
)
THREADS = (
    "SELECT t.title, t.views, t.visible, t.deleted_at AS topic_deleted_at, t.category_id, c.id AS category, x.kind,"
    " (SELECT json_group_array(g.name) FROM topic_tags y JOIN open_tag g ON g.id = y.tag_id WHERE y.topic_id = t.id)"
    f" AS tags, {_WRITTEN} JOIN topics t ON t.id = x.topic_id LEFT JOIN categories c ON c.id = t.category_id"
    " WHERE x.opens ORDER BY t.id"
)
REPLIES = (
    "SELECT x.kind, x.replies_to, s.post_id AS solved, s.at AS solved_at, b.id AS solved_by,"
    f" {_WRITTEN} LEFT JOIN solution s ON s.post_id = p.id AND s.topic_id = p.topic_id"
    " LEFT JOIN users b ON b.id = s.by_id AND b.id > 0 WHERE NOT x.opens ORDER BY p.id"
)
LIKES = "SELECT l.*, x.key FROM liked l JOIN placed x ON x.id = l.post_id ORDER BY l.post_id, l.user_id"
BOOKMARKS = (
    "SELECT b.user_id, h.id AS topic, min(b.created_at) AS at, b.file_, b.line_ FROM bookmarks b"
    " JOIN users u ON u.id = b.user_id AND u.id > 0"
    " LEFT JOIN posts p ON p.id ="
    " coalesce(b.post_id, CASE WHEN b.bookmarkable_type = 'Post' THEN b.bookmarkable_id END)"
    " JOIN thread h ON h.id = coalesce(p.topic_id, b.topic_id,"
    " CASE WHEN b.bookmarkable_type = 'Topic' THEN b.bookmarkable_id END) GROUP BY b.user_id, h.id"
)
_POSTS = "SELECT count(*) FROM posts p JOIN thread h ON h.id = p.topic_id WHERE p.post_type"
NOTED = {
    "private messages, left out": "SELECT count(*) FROM topics WHERE archetype = 'private_message'",
    "whispers of staff, left out": f"{_POSTS} = 4",
    "small actions, left out": f"{_POSTS} = 3",
    "topics without a first post, left out": "SELECT count(*) FROM topics t WHERE archetype IN ('regular', 'banner')"
    " AND NOT EXISTS (SELECT 1 FROM thread h WHERE h.id = t.id)",
    "posts of the system or of members who are no more, kept without an author": "SELECT count(*) FROM placed x"
    " JOIN posts p USING (id) LEFT JOIN users u ON u.id = p.user_id AND u.id > 0 WHERE u.id IS NULL",
    "administrators, who are staff here until they are named again": "SELECT count(*) FROM users"
    " WHERE id > 0 AND admin = 't'",
    "tags that not everyone might see, left out": "SELECT (SELECT count(*) FROM tags) - (SELECT count(*) FROM"
    " open_tag)",
}

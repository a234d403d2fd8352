"""What of a Stack Exchange dump is kept on its way, and the questions asked of it."""

TABLES = {
    "Users": "Id# DisplayName CreationDate Location AboutMe WebsiteUrl",
    "Posts": "Id# PostTypeId# ParentId# AcceptedAnswerId# CreationDate Score# ViewCount# Body OwnerUserId# LastEditDate"
    " ClosedDate CommunityOwnedDate DeletionDate Title Tags",
    "Comments": "Id# PostId# Score# Text CreationDate UserId#",
    "Votes": "Id# PostId# VoteTypeId# UserId# CreationDate",
    "Tags": "TagName ExcerptPostId#",
    "PostHistory": "Id# PostHistoryTypeId# PostId# RevisionGUID CreationDate UserId# Comment Text",
    "PostLinks": "Id# CreationDate PostId# RelatedPostId# LinkTypeId#",
}
# Files of which only the number of rows is told.
COUNTED = {"Badges": "badges, left out: Atrium gives its own"}
DERIVED = (
    "CREATE INDEX user_id ON Users (Id)",
    "CREATE INDEX post_id ON Posts (Id)",
    # Somebody's last vote on a post is the one that counts.
    (
        "CREATE TABLE ballot AS SELECT max(v.Id) AS Id, v.PostId, v.UserId, v.VoteTypeId, v.CreationDate,"
        " v.file_, v.line_"
        " FROM Votes v JOIN Users u ON u.Id = v.UserId JOIN Posts p ON p.Id = v.PostId AND p.PostTypeId IN (1, 2)"
        " WHERE v.VoteTypeId IN (2, 3) GROUP BY v.PostId, v.UserId"
    ),
    "CREATE INDEX ballot_post ON ballot (PostId)",
    "CREATE INDEX vote_post ON Votes (PostId) WHERE VoteTypeId = 1",
    "CREATE INDEX history_post ON PostHistory (PostId, Id)",
    (
        "CREATE TABLE edited AS SELECT PostId FROM PostHistory WHERE PostHistoryTypeId BETWEEN 1 AND 9"
        " GROUP BY PostId HAVING count(DISTINCT RevisionGUID) > 1"
    ),
)
USERS = "SELECT * FROM Users ORDER BY Id"
TAGS = (
    "SELECT t.*, p.Body FROM Tags t JOIN Posts p ON p.Id = t.ExcerptPostId AND p.PostTypeId = 4"
    " WHERE coalesce(p.Body, '') <> ''"
)
_WRITTEN = (
    "SELECT p.*, u.Id AS author, (SELECT sum(5 - 2 * b.VoteTypeId) FROM ballot b WHERE b.PostId = p.Id) AS attributed"
)
QUESTIONS = f"{_WRITTEN} FROM Posts p LEFT JOIN Users u ON u.Id = p.OwnerUserId WHERE p.PostTypeId = 1 ORDER BY p.Id"
ANSWERS = (
    f"{_WRITTEN}, q.Id AS asked, a.Id AS asker,"
    " (SELECT min(v.CreationDate) FROM Votes v WHERE v.PostId = p.Id AND v.VoteTypeId = 1) AS accepted_at"
    " FROM Posts p LEFT JOIN Users u ON u.Id = p.OwnerUserId"
    " LEFT JOIN Posts q ON q.Id = p.ParentId AND q.AcceptedAnswerId = p.Id LEFT JOIN Users a ON a.Id = q.OwnerUserId"
    " WHERE p.PostTypeId = 2 ORDER BY p.Id"
)
# A comment on something that is no question or answer has nowhere to stand; one on a post that is missing is told.
COMMENTS = (
    "SELECT c.*, u.Id AS author FROM Comments c LEFT JOIN Users u ON u.Id = c.UserId"
    " LEFT JOIN Posts p ON p.Id = c.PostId WHERE coalesce(p.PostTypeId, 1) IN (1, 2) ORDER BY c.Id"
)
BALLOTS = "SELECT * FROM ballot ORDER BY Id"
FAVOURITES = (
    "SELECT min(v.Id), v.* FROM Votes v JOIN Users u ON u.Id = v.UserId"
    " JOIN Posts p ON p.Id = v.PostId AND p.PostTypeId = 1 WHERE v.VoteTypeId = 5 GROUP BY v.PostId, v.UserId"
)
_PAIR = (
    " JOIN Posts p ON p.Id = l.PostId AND p.PostTypeId = 1 JOIN Posts r ON r.Id = l.RelatedPostId AND r.PostTypeId = 1"
    " WHERE l.LinkTypeId = 3 AND l.PostId <> l.RelatedPostId"
)
DUPLICATES = f"SELECT min(l.Id), l.* FROM PostLinks l{_PAIR} GROUP BY l.PostId, l.RelatedPostId ORDER BY l.Id"
HISTORY = (
    "SELECT h.*, u.Id AS author FROM PostHistory h JOIN edited USING (PostId)"
    " JOIN Posts p ON p.Id = h.PostId AND p.PostTypeId IN (1, 2) LEFT JOIN Users u ON u.Id = h.UserId"
    " WHERE h.PostHistoryTypeId BETWEEN 1 AND 9 ORDER BY h.PostId, h.Id"
)
_OTHERS = "SELECT count(*) FROM Posts WHERE PostTypeId"
NOTED = {
    "posts that are no question or answer, left out": f"{_OTHERS} NOT IN (1, 2, 4)",
    "closed questions, which stay open here": f"{_OTHERS} = 1 AND ClosedDate <> ''",
    "posts that their community owned, kept with their author": f"{_OTHERS} IN (1, 2) AND CommunityOwnedDate <> ''",
    "posts of members who are no more, kept without an author": f"{_OTHERS} IN (1, 2)"
    " AND NOT EXISTS (SELECT 1 FROM Users u WHERE u.Id = OwnerUserId)",
    "links to duplicates that are not in the dump, left out": "SELECT count(*) FROM PostLinks l WHERE l.LinkTypeId = 3"
    f" AND NOT EXISTS (SELECT 1 FROM PostLinks m{_PAIR.replace('l.', 'm.')} AND m.Id = l.Id)",
    "favourites that are no question, left out": "SELECT count(*) FROM Votes v LEFT JOIN Posts p ON p.Id = v.PostId"
    " WHERE v.VoteTypeId = 5 AND coalesce(p.PostTypeId, 0) <> 1",
}

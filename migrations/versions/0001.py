"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_actor_id"), "event", ["actor_id"], unique=False)
    op.create_index("ix_event_name_created_at", "event", ["name", "created_at"], unique=False)
    op.create_table(
        "gate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_instance_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("pending_email", sa.String(length=255), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roles", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_html", sa.Text(), nullable=False),
        sa.Column("location", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=35), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="", nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reputation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="1", nullable=False
        ),
        sa.Column(
            "trust_level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("roles >= 0 AND roles < 32", name=op.f("ck_member_roles_known")),
        sa.CheckConstraint("trust_level BETWEEN 0 AND 4", name=op.f("ck_member_trust_level_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("email", name=op.f("uq_member_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_member_fs_uniquifier")),
        sa.UniqueConstraint("name_key", name=op.f("uq_member_name_key")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_member_source_source_key")),
    )
    op.create_index("ix_member_joined_at", "member", ["joined_at", "id"], unique=False)
    op.create_index(
        "ix_member_name_begins",
        "member",
        ["name_key"],
        unique=False,
        postgresql_ops={"name_key": "varchar_pattern_ops"},
    )
    op.create_index(op.f("ix_member_pending_email"), "member", ["pending_email"], unique=False)
    op.create_table(
        "member_group",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_group")),
        sa.UniqueConstraint("name", name=op.f("uq_member_group_name")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_member_group_source_source_key")),
    )
    op.create_table(
        "outside_mention",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_mention")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_outside_mention_source_source_key")),
    )
    op.create_index("ix_outside_mention_at", "outside_mention", ["created_at"], unique=False)
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('terms', 'privacy')", name=op.f("ck_paper_kind_known")),
        sa.CheckConstraint("version > 0", name=op.f("ck_paper_version_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_paper_kind_version")),
    )
    op.create_table(
        "spam_model",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("area", sa.Float(), nullable=False),
        sa.Column("good_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("spam_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spam_model")),
    )
    op.create_table(
        "suggestion_ground",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stamp", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_ground")),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("public_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    op.create_index("ix_tag_public_count", "tag", [sa.literal_column("public_count DESC"), "name"], unique=False)
    op.create_table(
        "account_mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_account_mail_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_mail")),
    )
    op.create_index(op.f("ix_account_mail_due_at"), "account_mail", ["due_at"], unique=False)
    op.create_index(op.f("ix_account_mail_member_id"), "account_mail", ["member_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_agreement_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_agreement_paper_id")),
        sa.PrimaryKeyConstraint("member_id", "paper_id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_paper_id"), "agreement", ["paper_id"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("two_factors", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_api_token_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    op.create_index(op.f("ix_api_token_expires_at"), "api_token", ["expires_at"], unique=False)
    op.create_index(op.f("ix_api_token_member_id"), "api_token", ["member_id"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_audit_entry_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_entry_event_id")),
    )
    op.create_index("ix_audit_entry_act", "audit_entry", ["act", sa.literal_column("id DESC")], unique=False)
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor_id", sa.literal_column("id DESC")], unique=False)
    op.create_index("ix_audit_entry_member", "audit_entry", ["member_id", sa.literal_column("id DESC")], unique=False)
    op.create_table(
        "authenticator",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_authenticator_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "boomerang",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("begun", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["taken_by_id"], ["member.id"], name=op.f("fk_boomerang_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boomerang")),
        sa.UniqueConstraint("key", "begun", name=op.f("uq_boomerang_key_begun")),
    )
    op.create_table(
        "community_size",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("size IN ('small', 'medium', 'large')", name=op.f("ck_community_size_size_known")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["member.id"], name=op.f("fk_community_size_chosen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_size")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_draft_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("member_id", "place", name=op.f("uq_draft_member_id_place")),
    )
    op.create_table(
        "erasure",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name=op.f("fk_erasure_asked_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_erasure_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_asked_by_id"), "erasure", ["asked_by_id"], unique=False)
    op.create_index(op.f("ix_erasure_due_at"), "erasure", ["due_at"], unique=False)
    op.create_table(
        "guest_term",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("named_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name=op.f("ck_guest_term_answered_when_said")),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_guest_term_ended_with_reason")),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_guest_term_begins_before_end")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["member.id"], name=op.f("fk_guest_term_ended_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_guest_term_member_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["member.id"], name=op.f("fk_guest_term_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_term")),
    )
    op.create_index("ix_guest_term_member", "guest_term", ["member_id", sa.literal_column("id DESC")], unique=False)
    op.create_table(
        "home_layout",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panels", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_home_layout_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_home_layout")),
    )
    op.create_table(
        "idea_screening",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("budget", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("budget BETWEEN 1 AND 100", name=op.f("ck_idea_screening_budget_known")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["member.id"], name=op.f("fk_idea_screening_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_screening")),
    )
    op.create_table(
        "insight_lead_verdict",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_insight_lead_verdict_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_insight_lead_verdict_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "by_id", name=op.f("pk_insight_lead_verdict")),
    )
    op.create_index(op.f("ix_insight_lead_verdict_by_id"), "insight_lead_verdict", ["by_id"], unique=False)
    op.create_table(
        "insight_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'failed', 'cancelled')", name=op.f("ck_insight_run_state_known")
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 1", name=op.f("ck_insight_run_progress_share")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name=op.f("fk_insight_run_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_run")),
    )
    op.create_index(
        "uq_insight_run_running",
        "insight_run",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "insight_topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("split_from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_insight_topic_not_into_itself")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["member.id"], name=op.f("fk_insight_topic_edited_by_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["insight_topic.id"], name=op.f("fk_insight_topic_merged_into_id")),
        sa.ForeignKeyConstraint(["split_from_id"], ["insight_topic.id"], name=op.f("fk_insight_topic_split_from_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_topic")),
    )
    op.create_index(op.f("ix_insight_topic_merged_into_id"), "insight_topic", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_insight_topic_split_from_id"), "insight_topic", ["split_from_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_invitation_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index("ix_invitation_member", "invitation", ["member_id", "id"], unique=False)
    op.create_table(
        "level_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("level <> before", name=op.f("ck_level_change_level_changed")),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_level_change_level_known")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_level_change_by_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_level_change_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_change")),
    )
    op.create_index("ix_level_change_member", "level_change", ["member_id", sa.literal_column("id DESC")], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("two_factors", sa.Boolean(), nullable=False),
        sa.Column("provided", sa.Boolean(), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_login_session_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_login_session_token_digest")),
    )
    op.create_index(op.f("ix_login_session_expires_at"), "login_session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_login_session_member_id"), "login_session", ["member_id"], unique=False)
    op.create_table(
        "mail_choice",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=False),
        sa.CheckConstraint("pace IN ('now', 'daily', 'weekly', 'never')", name=op.f("ck_mail_choice_pace_known")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_mail_choice_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_mail_choice")),
    )
    op.create_table(
        "membership",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["member_group.id"], name=op.f("fk_membership_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_member_id"), "membership", ["member_id"], unique=False)
    op.create_table(
        "news_habit",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("takes_offers", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("daily_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weekly_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_news_habit_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_news_habit")),
    )
    op.create_table(
        "not_profiled",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_not_profiled_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_not_profiled")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_outbox_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_lane_due_at", "outbox", ["lane", "due_at", "id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_passkey_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_member_id"), "passkey", ["member_id"], unique=False)
    op.create_table(
        "pending_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("challenge", sa.String(length=100), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pending_step_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_step")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_pending_step_token_digest")),
    )
    op.create_index(op.f("ix_pending_step_expires_at"), "pending_step", ["expires_at"], unique=False)
    op.create_index(op.f("ix_pending_step_member_id"), "pending_step", ["member_id"], unique=False)
    op.create_table(
        "provided_identity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_provided_identity_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provided_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provided_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_provided_identity_member_id"), "provided_identity", ["member_id"], unique=False)
    op.create_table(
        "push_choice",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_push_choice_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_push_choice")),
    )
    op.create_table(
        "reading_day",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("threads", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reading_day_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "day", name=op.f("pk_reading_day")),
    )
    op.create_index(op.f("ix_reading_day_last_at"), "reading_day", ["last_at"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_recovery_code_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_member_id"), "recovery_code", ["member_id"], unique=False)
    op.create_table(
        "remembered_device",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("password_mark", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_remembered_device_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_device")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_remembered_device_token_digest")),
    )
    op.create_index(op.f("ix_remembered_device_expires_at"), "remembered_device", ["expires_at"], unique=False)
    op.create_index(op.f("ix_remembered_device_member_id"), "remembered_device", ["member_id"], unique=False)
    op.create_table(
        "sanction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('suspension', 'silence')", name=op.f("ck_sanction_kind_known")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_sanction_lifted_by_somebody")),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_sanction_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["imposed_by_id"], ["member.id"], name=op.f("fk_sanction_imposed_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["member.id"], name=op.f("fk_sanction_lifted_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sanction_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
    )
    op.create_index("ix_sanction_member", "sanction", ["member_id", sa.literal_column("id DESC")], unique=False)
    op.create_table(
        "space",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("posting", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(visibility = 'group') = (group_id IS NOT NULL)", name=op.f("ck_space_group_named")),
        sa.CheckConstraint("posting IN ('readers', 'staff')", name=op.f("ck_space_posting_known")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'group', 'staff')", name=op.f("ck_space_visibility_known")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["member_group.id"], name=op.f("fk_space_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("slug", name=op.f("uq_space_slug")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_space_source_source_key")),
    )
    op.create_table(
        "stage_wish",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_stage_wish_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_stage_wish")),
    )
    op.create_table(
        "takeout",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_takeout_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeout")),
    )
    op.create_index(op.f("ix_takeout_expires_at"), "takeout", ["expires_at"], unique=False)
    op.create_index(
        "ix_takeout_in_the_making",
        "takeout",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("file_key IS NULL"),
        postgresql_where=sa.text("file_key IS NULL"),
    )
    op.create_index(op.f("ix_takeout_member_id"), "takeout", ["member_id"], unique=False)
    op.create_table(
        "vote_ring",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("density", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'agreed', 'dismissed')", name=op.f("ck_vote_ring_state_known")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"], name=op.f("fk_vote_ring_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_ring")),
    )
    op.create_index("ix_vote_ring_state", "vote_ring", ["state", "id"], unique=False)
    op.create_table(
        "webhook",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("earlier_secret", sa.String(length=100), nullable=True),
        sa.Column("earlier_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_because", sa.String(length=20), nullable=False),
        sa.CheckConstraint("audience IN ('public', 'owner')", name=op.f("ck_webhook_audience_known")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_webhook_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_owner_id"), "webhook", ["owner_id"], unique=False)
    op.create_table(
        "boomerang_found",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("boomerang_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chance", sa.Double(), nullable=True),
        sa.Column("negative", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("toned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["boomerang_id"], ["boomerang.id"], name=op.f("fk_boomerang_found_boomerang_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_boomerang_found_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "boomerang_id", name=op.f("pk_boomerang_found")),
    )
    op.create_index(op.f("ix_boomerang_found_boomerang_id"), "boomerang_found", ["boomerang_id"], unique=False)
    op.create_table(
        "buzz_day",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("voices", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mentions", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tone", sa.Double(), nullable=True),
        sa.Column("negative", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("toned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_buzz_day_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "key", "day", name=op.f("pk_buzz_day")),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_roles", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("host_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("concealed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening_score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reply_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("views", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hot", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state IN ('published', 'deleted', 'hidden', 'held')", name=op.f("ck_contribution_state_known")
        ),
        sa.CheckConstraint("(thread_id IS NULL) = (parent_id IS NULL)", name=op.f("ck_contribution_reply_has_parent")),
        sa.CheckConstraint(
            "(thread_id IS NULL) = (title IS NOT NULL)", name=op.f("ck_contribution_thread_opened_by_title")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_contribution_author_id")),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_contribution_gate_id")),
        sa.ForeignKeyConstraint(["host_id"], ["contribution.id"], name=op.f("fk_contribution_host_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["contribution.id"], name=op.f("fk_contribution_parent_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_contribution_space_id")),
        sa.ForeignKeyConstraint(["state_by_id"], ["member.id"], name=op.f("fk_contribution_state_by_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["contribution.id"], name=op.f("fk_contribution_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_contribution_source_source_key")),
    )
    op.create_index(
        "ix_contribution_active",
        "contribution",
        ["kind", sa.literal_column("active_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_contribution_author",
        "contribution",
        ["author_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_contribution_gate",
        "contribution",
        ["gate_id", "kind", "id"],
        unique=False,
        sqlite_where=sa.text("gate_id IS NOT NULL"),
        postgresql_where=sa.text("gate_id IS NOT NULL"),
    )
    op.create_index(
        "ix_contribution_hidden",
        "contribution",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'hidden'"),
        postgresql_where=sa.text("state = 'hidden'"),
    )
    op.create_index("ix_contribution_host", "contribution", ["host_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_contribution_hot",
        "contribution",
        ["kind", sa.literal_column("hot DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_contribution_newest",
        "contribution",
        ["kind", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index("ix_contribution_parent", "contribution", ["parent_id"], unique=False)
    op.create_index(
        "ix_contribution_space",
        "contribution",
        ["space_id", "kind", sa.literal_column("active_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_contribution_thread",
        "contribution",
        ["thread_id", "kind", sa.literal_column("score DESC"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_contribution_threads",
        "contribution",
        ["space_id"],
        unique=False,
        sqlite_where=sa.text("thread_id IS NULL AND state = 'published'"),
        postgresql_where=sa.text("thread_id IS NULL AND state = 'published'"),
    )
    op.create_index(
        "ix_contribution_top_idea",
        "contribution",
        ["kind", sa.literal_column("score DESC"), sa.literal_column("id DESC")],
        unique=False,
        sqlite_where=sa.text("kind = 'idea'"),
        postgresql_where=sa.text("kind = 'idea'"),
    )
    op.create_index(
        "ix_contribution_unanswered",
        "contribution",
        ["kind", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        sqlite_where=sa.text("reply_count = 0"),
        postgresql_where=sa.text("reply_count = 0"),
    )
    op.create_index(
        "uq_cell",
        "contribution",
        ["author_id", "gate_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'cell'"),
        postgresql_where=sa.text("kind = 'cell'"),
    )
    op.create_index(
        "uq_merged",
        "contribution",
        ["gate_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'merged'"),
        postgresql_where=sa.text("kind = 'merged'"),
    )
    op.create_table(
        "guest_topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tag_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(space_id IS NULL) <> (tag_id IS NULL)", name=op.f("ck_guest_topic_space_or_tag")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_guest_topic_space_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_guest_topic_tag_id")),
        sa.ForeignKeyConstraint(
            ["term_id"], ["guest_term.id"], name=op.f("fk_guest_topic_term_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_topic")),
        sa.UniqueConstraint("term_id", "space_id", name=op.f("uq_guest_topic_term_id_space_id")),
        sa.UniqueConstraint("term_id", "tag_id", name=op.f("uq_guest_topic_term_id_tag_id")),
    )
    op.create_table(
        "idea_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("electorate", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("group_name", sa.String(length=100), nullable=False),
        sa.Column("members_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_hidden", sa.Boolean(), nullable=False),
        sa.Column("allowance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_each", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("least_options", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("budget", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("ballot", sa.String(length=10), nullable=False),
        sa.Column("by_cost", sa.Boolean(), nullable=False),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_early", sa.Text(), nullable=False),
        sa.Column("ballot_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(electorate = 'group') = (group_id IS NOT NULL)", name=op.f("ck_idea_round_group_named")),
        sa.CheckConstraint("(mode = 'budget') = (budget > 0)", name=op.f("ck_idea_round_budget_given")),
        sa.CheckConstraint(
            "electorate IN ('members', 'customers', 'staff', 'group')", name=op.f("ck_idea_round_electorate_known")
        ),
        sa.CheckConstraint(
            "mode IN ('approval', 'votes', 'quadratic', 'pairwise', 'budget', 'opinions')",
            name=op.f("ck_idea_round_mode_known"),
        ),
        sa.CheckConstraint("phase = 'draft' OR rules_hash IS NOT NULL", name=op.f("ck_idea_round_rules_told")),
        sa.CheckConstraint("phase IN ('draft', 'announced', 'open', 'closed')", name=op.f("ck_idea_round_phase_known")),
        sa.CheckConstraint(
            "allowance >= 0 AND most_each >= 0 AND least_options >= 0 AND step >= 0",
            name=op.f("ck_idea_round_limits_whole"),
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_idea_round_opens_before_it_closes")),
        sa.ForeignKeyConstraint(["created_by_id"], ["member.id"], name=op.f("fk_idea_round_created_by_id")),
        sa.ForeignKeyConstraint(["group_id"], ["member_group.id"], name=op.f("fk_idea_round_group_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_idea_round_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_round")),
        sa.UniqueConstraint("id", "rules_hash", "allowance", name=op.f("uq_idea_round_id_rules_hash_allowance")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_idea_round_source_source_key")),
    )
    op.create_index("ix_idea_round_phase", "idea_round", ["phase", "closes_at", "id"], unique=False)
    op.create_index(op.f("ix_idea_round_space_id"), "idea_round", ["space_id"], unique=False)
    op.create_table(
        "insight_health_sheet",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_insight_health_sheet_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_insight_health_sheet")),
    )
    op.create_table(
        "insight_lead",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ranking", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("ahead", sa.Double(), nullable=True),
        sa.Column("benefit", sa.Double(), nullable=True),
        sa.Column("support", sa.Double(), nullable=True),
        sa.CheckConstraint("ranking IN ('lead', 'rising')", name=op.f("ck_insight_lead_ranking_known")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_insight_lead_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_insight_lead_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "ranking", "member_id", name=op.f("pk_insight_lead")),
    )
    op.create_index(op.f("ix_insight_lead_member_id"), "insight_lead", ["member_id"], unique=False)
    op.create_index("uq_insight_lead_place", "insight_lead", ["run_id", "ranking", "place"], unique=True)
    op.create_table(
        "insight_opinion_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("groups", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("next_groups", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("streak", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("qualities", sa.JSON(), nullable=False),
        sa.CheckConstraint("groups >= 0", name=op.f("ck_insight_opinion_set_groups_not_negative")),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_insight_opinion_set_run_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_insight_opinion_set_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_opinion_set")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_insight_opinion_set_run_id_key")),
    )
    op.create_index(op.f("ix_insight_opinion_set_space_id"), "insight_opinion_set", ["space_id"], unique=False)
    op.create_table(
        "insight_standing",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partners", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("betweenness", sa.Double(), nullable=True),
        sa.Column("pagerank", sa.Double(), nullable=True),
        sa.Column("constraint", sa.Double(), nullable=True),
        sa.Column("bridging", sa.Double(), nullable=True),
        sa.Column("community", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.CheckConstraint("(x IS NULL) = (y IS NULL)", name=op.f("ck_insight_standing_both_coordinates")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_insight_standing_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_insight_standing_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "member_id", name=op.f("pk_insight_standing")),
    )
    op.create_index("ix_insight_standing_drawn", "insight_standing", ["run_id", "partners"], unique=False)
    op.create_index(op.f("ix_insight_standing_member_id"), "insight_standing", ["member_id"], unique=False)
    op.create_table(
        "insight_tie",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weight", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_insight_tie_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["member.id"], name=op.f("fk_insight_tie_first_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_insight_tie_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["second_id"], ["member.id"], name=op.f("fk_insight_tie_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "first_id", "second_id", name=op.f("pk_insight_tie")),
    )
    op.create_index(op.f("ix_insight_tie_first_id"), "insight_tie", ["first_id"], unique=False)
    op.create_index(op.f("ix_insight_tie_second_id"), "insight_tie", ["second_id"], unique=False)
    op.create_table(
        "insight_topic_found",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("threads", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authors", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("growth", sa.Double(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("part_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.CheckConstraint("threads >= 0 AND authors >= 0", name=op.f("ck_insight_topic_found_counts_positive")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_insight_topic_found_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["insight_topic.id"], name=op.f("fk_insight_topic_found_topic_id")),
        sa.PrimaryKeyConstraint("run_id", "topic_id", name=op.f("pk_insight_topic_found")),
    )
    op.create_index(
        "ix_insight_topic_found_growth",
        "insight_topic_found",
        ["run_id", sa.literal_column("growth DESC"), sa.literal_column("topic_id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_insight_topic_found_size",
        "insight_topic_found",
        ["run_id", sa.literal_column("threads DESC"), sa.literal_column("topic_id DESC")],
        unique=False,
    )
    op.create_index(op.f("ix_insight_topic_found_topic_id"), "insight_topic_found", ["topic_id"], unique=False)
    op.create_table(
        "kept_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_token.id"], name=op.f("fk_kept_answer_token_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_answer")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_kept_answer_token_id_key")),
    )
    op.create_index(op.f("ix_kept_answer_created_at"), "kept_answer", ["created_at"], unique=False)
    op.create_table(
        "museum",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("shares", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_museum_both_coordinates")),
        sa.CheckConstraint("latitude IS NULL OR latitude BETWEEN -90 AND 90", name=op.f("ck_museum_latitude_on_earth")),
        sa.CheckConstraint(
            "longitude IS NULL OR longitude BETWEEN -180 AND 180", name=op.f("ck_museum_longitude_on_earth")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_museum_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_museum")),
        sa.UniqueConstraint("slug", name=op.f("uq_museum_slug")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_museum_source_source_key")),
    )
    op.create_index(op.f("ix_museum_space_id"), "museum", ["space_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("whole_space", sa.Boolean(), nullable=False),
        sa.Column("tag_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("predecessor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sold_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trial_salt", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("predecessor_id <> id", name=op.f("ck_product_not_before_itself")),
        sa.CheckConstraint(
            "sold_until IS NULL OR sold_since IS NULL OR sold_until >= sold_since",
            name=op.f("ck_product_sold_in_order"),
        ),
        sa.ForeignKeyConstraint(["predecessor_id"], ["product.id"], name=op.f("fk_product_predecessor_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_product_space_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_product_tag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("name", name=op.f("uq_product_name")),
        sa.UniqueConstraint("predecessor_id", name=op.f("uq_product_predecessor_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_product_source_source_key")),
        sa.UniqueConstraint("tag_id", name=op.f("uq_product_tag_id")),
    )
    op.create_index("ix_product_space", "product", ["space_id"], unique=False)
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("endpoint_digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("secret", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_push_subscription_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["login_session.id"], name=op.f("fk_push_subscription_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint_digest", name=op.f("uq_push_subscription_endpoint_digest")),
    )
    op.create_index(op.f("ix_push_subscription_member_id"), "push_subscription", ["member_id"], unique=False)
    op.create_index(op.f("ix_push_subscription_session_id"), "push_subscription", ["session_id"], unique=False)
    op.create_table(
        "referral",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by_id <> member_id", name=op.f("ck_referral_not_oneself")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_referral_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_referral_invitation_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_referral_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_by", "referral", ["by_id"], unique=False)
    op.create_index(op.f("ix_referral_invitation_id"), "referral", ["invitation_id"], unique=False)
    op.create_table(
        "vote_ring_member",
        sa.Column("ring_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_vote_ring_member_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ring_id"], ["vote_ring.id"], name=op.f("fk_vote_ring_member_ring_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ring_id", "member_id", name=op.f("pk_vote_ring_member")),
    )
    op.create_index(op.f("ix_vote_ring_member_member_id"), "vote_ring_member", ["member_id"], unique=False)
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("webhook_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "webhook_id", "event_id", "kind", name=op.f("uq_webhook_delivery_webhook_id_event_id_kind")
        ),
    )
    op.create_index(op.f("ix_webhook_delivery_created_at"), "webhook_delivery", ["created_at"], unique=False)
    op.create_index(op.f("ix_webhook_delivery_due_at"), "webhook_delivery", ["due_at"], unique=False)
    op.create_index(
        "ix_webhook_delivery_log", "webhook_delivery", ["webhook_id", sa.literal_column("id DESC")], unique=False
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_answer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_table(
        "artefact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=300), nullable=False),
        sa.Column("year_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("year_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("classification", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("size", sa.String(length=500), nullable=False),
        sa.Column("accession", sa.String(length=100), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("import_key", sa.String(length=200), nullable=True),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("with_ticket", sa.Boolean(), nullable=False),
        sa.Column("successor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_artefact_state_known")),
        sa.CheckConstraint("successor_id <> id", name=op.f("ck_artefact_not_after_itself")),
        sa.CheckConstraint(
            "year_from IS NULL OR year_to IS NULL OR year_from <= year_to", name=op.f("ck_artefact_years_in_order")
        ),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_artefact_museum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["successor_id"], ["artefact.id"], name=op.f("fk_artefact_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artefact")),
        sa.UniqueConstraint("code", name=op.f("uq_artefact_code")),
        sa.UniqueConstraint("museum_id", "import_key", name=op.f("uq_artefact_museum_id_import_key")),
        sa.UniqueConstraint("museum_id", "number", name=op.f("uq_artefact_museum_id_number")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_artefact_source_source_key")),
    )
    op.create_index("ix_artefact_museum", "artefact", ["museum_id", "state", "number"], unique=False)
    op.create_index(op.f("ix_artefact_successor_id"), "artefact", ["successor_id"], unique=False)
    op.create_table(
        "beta_panel",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ranking", sa.String(length=6), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("least_partners", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("least_posts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owners_only", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ranking IN ('lead', 'rising')", name=op.f("ck_beta_panel_ranking_known")),
        sa.ForeignKeyConstraint(["group_id"], ["member_group.id"], name=op.f("fk_beta_panel_group_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["member.id"], name=op.f("fk_beta_panel_opened_by_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_beta_panel_product_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_beta_panel_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beta_panel")),
        sa.UniqueConstraint("group_id", name=op.f("uq_beta_panel_group_id")),
        sa.UniqueConstraint("name", name=op.f("uq_beta_panel_name")),
        sa.UniqueConstraint("space_id", name=op.f("uq_beta_panel_space_id")),
    )
    op.create_index(op.f("ix_beta_panel_product_id"), "beta_panel", ["product_id"], unique=False)
    op.create_table(
        "building",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_building_museum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
        sa.UniqueConstraint("museum_id", "name", name=op.f("uq_building_museum_id_name")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_building_source_source_key")),
    )
    op.create_table(
        "buzz_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voice", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tone", sa.Double(), nullable=True),
        sa.Column("place", sa.String(length=210), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mention_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(contribution_id IS NULL) <> (mention_id IS NULL)", name=op.f("ck_buzz_row_one_origin")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_buzz_row_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["outside_mention.id"], name=op.f("fk_buzz_row_mention_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_buzz_row_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buzz_row")),
    )
    op.create_index("ix_buzz_row_at", "buzz_row", ["run_id", "key", "day", "id"], unique=False)
    op.create_index(op.f("ix_buzz_row_contribution_id"), "buzz_row", ["contribution_id"], unique=False)
    op.create_index(op.f("ix_buzz_row_mention_id"), "buzz_row", ["mention_id"], unique=False)
    op.create_table(
        "buzz_subject",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("voices", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tone", sa.Double(), nullable=True),
        sa.Column("negative", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("toned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("power", sa.Double(), nullable=False),
        sa.Column("needed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("voices >= 0 AND negative <= toned", name=op.f("ck_buzz_subject_counts_fit")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_buzz_subject_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_buzz_subject_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["insight_topic.id"], name=op.f("fk_buzz_subject_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "key", name=op.f("pk_buzz_subject")),
    )
    op.create_index(op.f("ix_buzz_subject_product_id"), "buzz_subject", ["product_id"], unique=False)
    op.create_index(op.f("ix_buzz_subject_topic_id"), "buzz_subject", ["topic_id"], unique=False)
    op.create_table(
        "closed_day",
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_closed_day_museum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("museum_id", "day", name=op.f("pk_closed_day")),
    )
    op.create_table(
        "contest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entries_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voting_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jury_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("switches", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(length=10), nullable=False),
        sa.Column("team_size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("decided_by IN ('jury', 'public')", name=op.f("ck_contest_decided_by_known")),
        sa.CheckConstraint(
            "entries_at < voting_at AND voting_at <= jury_at AND jury_at <= closes_at", name=op.f("ck_contest_in_order")
        ),
        sa.CheckConstraint("team_size BETWEEN 1 AND 20", name=op.f("ck_contest_team_size_sane")),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_contest_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
    )
    op.create_table(
        "doubt",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_doubt_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_doubt_product_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contribution_id", "product_id", name=op.f("pk_doubt")),
    )
    op.create_index(op.f("ix_doubt_product_id"), "doubt", ["product_id"], unique=False)
    op.create_table(
        "duplicate_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("original_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("marked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("said", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("said IN ('confirmed', 'objected')", name=op.f("ck_duplicate_link_said_known")),
        sa.CheckConstraint("question_id <> original_id", name=op.f("ck_duplicate_link_not_itself")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["member.id"], name=op.f("fk_duplicate_link_marked_by_id")),
        sa.ForeignKeyConstraint(
            ["original_id"], ["contribution.id"], name=op.f("fk_duplicate_link_original_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["contribution.id"], name=op.f("fk_duplicate_link_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_link")),
        sa.UniqueConstraint("question_id", "original_id", name=op.f("uq_duplicate_link_question_id_original_id")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_duplicate_link_source_source_key")),
    )
    op.create_index(
        "ix_duplicate_link_marked",
        "duplicate_link",
        ["question_id"],
        unique=True,
        sqlite_where=sa.text("marked_by_id IS NOT NULL"),
        postgresql_where=sa.text("marked_by_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_duplicate_link_original_id"), "duplicate_link", ["original_id"], unique=False)
    op.create_table(
        "emerging_alarm",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clock", sa.String(length=4), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("clock IN ('fast', 'slow')", name=op.f("ck_emerging_alarm_clock_known")),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["contribution.id"], name=op.f("fk_emerging_alarm_reply_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emerging_alarm")),
    )
    op.create_index("ix_emerging_alarm_at", "emerging_alarm", ["at", "id"], unique=False)
    op.create_index(op.f("ix_emerging_alarm_reply_id"), "emerging_alarm", ["reply_id"], unique=False)
    op.create_table(
        "escalation",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["contribution.id"], name=op.f("fk_escalation_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_escalation")),
    )
    op.create_table(
        "exercise",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_names", sa.JSON(), nullable=False),
        sa.Column("column_names", sa.JSON(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_exercise_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise")),
    )
    op.create_table(
        "exercise_credit",
        sa.Column("merged_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cell_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["contribution.id"], name=op.f("fk_exercise_credit_cell_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["contribution.id"], name=op.f("fk_exercise_credit_merged_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merged_id", "cell_id", name=op.f("pk_exercise_credit")),
    )
    op.create_index(op.f("ix_exercise_credit_cell_id"), "exercise_credit", ["cell_id"], unique=False)
    op.create_table(
        "favourite_place",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_favourite_place_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_favourite_place_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "month", "contribution_id", name=op.f("pk_favourite_place")),
    )
    op.create_index(op.f("ix_favourite_place_contribution_id"), "favourite_place", ["contribution_id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f("ck_flag_settled_when_closed")),
        sa.CheckConstraint(
            "reason IN ('spam', 'rude', 'off_topic', 'wrong_place', 'other')", name=op.f("ck_flag_reason_known")
        ),
        sa.CheckConstraint("state IN ('open', 'agreed', 'disagreed', 'withdrawn')", name=op.f("ck_flag_state_known")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_flag_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_flag_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["member.id"], name=op.f("fk_flag_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index("ix_flag_contribution", "flag", ["contribution_id", "id"], unique=False)
    op.create_index("ix_flag_member", "flag", ["member_id", "state"], unique=False)
    op.create_index(
        "uq_flag_open",
        "flag",
        ["contribution_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "follow",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_follow_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_follow_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contribution_id", "member_id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_member_id"), "follow", ["member_id"], unique=False)
    op.create_table(
        "guest_act",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act IN ('replied', 'official', 'unofficial')", name=op.f("ck_guest_act_act_known")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_guest_act_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["term_id"], ["guest_term.id"], name=op.f("fk_guest_act_term_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_act")),
    )
    op.create_index(op.f("ix_guest_act_contribution_id"), "guest_act", ["contribution_id"], unique=False)
    op.create_index("ix_guest_act_term", "guest_act", ["term_id", sa.literal_column("id DESC")], unique=False)
    op.create_table(
        "guide",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("licence", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("places", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.CheckConstraint("standing IN ('good', 'suspended', 'revoked')", name=op.f("ck_guide_standing_known")),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_guide_valid_for_a_time")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_guide_member_id")),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_guide_museum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide")),
        sa.UniqueConstraint("code", name=op.f("uq_guide_code")),
        sa.UniqueConstraint("museum_id", "licence", name=op.f("uq_guide_museum_id_licence")),
    )
    op.create_index(op.f("ix_guide_member_id"), "guide", ["member_id"], unique=False)
    op.create_index("ix_guide_museum", "guide", ["museum_id", "id"], unique=False)
    op.create_table(
        "idea_area",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counts_hidden", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_idea_area_product_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_idea_area_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_area")),
        sa.UniqueConstraint("slug", name=op.f("uq_idea_area_slug")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_idea_area_source_source_key")),
    )
    op.create_index(op.f("ix_idea_area_product_id"), "idea_area", ["product_id"], unique=False)
    op.create_index("ix_idea_area_space", "idea_area", ["space_id"], unique=False)
    op.create_table(
        "idea_round_ballot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("allowance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("spent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("spent >= 0 AND spent <= allowance", name=op.f("ck_idea_round_ballot_within_allowance")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_idea_round_ballot_member_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "rules_hash", "allowance"],
            ["idea_round.id", "idea_round.rules_hash", "idea_round.allowance"],
            name="fk_idea_round_ballot_rules",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_round_ballot")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_idea_round_ballot_round_id_code")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_idea_round_ballot_round_id_id")),
        sa.UniqueConstraint("round_id", "member_id", name=op.f("uq_idea_round_ballot_round_id_member_id")),
    )
    op.create_index("ix_idea_round_ballot_member", "idea_round_ballot", ["member_id"], unique=False)
    op.create_table(
        "idea_round_result",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["idea_round.id"], name=op.f("fk_idea_round_result_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_idea_round_result")),
    )
    op.create_table(
        "initiative_contributor",
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_id"], ["contribution.id"], name=op.f("fk_initiative_contributor_from_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_initiative_contributor_member_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_initiative_contributor_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", "member_id", name=op.f("pk_initiative_contributor")),
    )
    op.create_index(op.f("ix_initiative_contributor_from_id"), "initiative_contributor", ["from_id"], unique=False)
    op.create_index(op.f("ix_initiative_contributor_member_id"), "initiative_contributor", ["member_id"], unique=False)
    op.create_table(
        "insight_member_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("axis", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_insight_member_step_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_insight_member_step_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_insight_member_step_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_member_step")),
    )
    op.create_index("ix_insight_member_step_axis", "insight_member_step", ["run_id", "axis", "at"], unique=False)
    op.create_index(
        op.f("ix_insight_member_step_contribution_id"), "insight_member_step", ["contribution_id"], unique=False
    )
    op.create_index(op.f("ix_insight_member_step_member_id"), "insight_member_step", ["member_id"], unique=False)
    op.create_table(
        "insight_opinion_place",
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("group_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_insight_opinion_place_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["insight_opinion_set.id"], name=op.f("fk_insight_opinion_place_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", "member_id", name=op.f("pk_insight_opinion_place")),
    )
    op.create_index(op.f("ix_insight_opinion_place_member_id"), "insight_opinion_place", ["member_id"], unique=False)
    op.create_table(
        "insight_opinion_statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consensus", sa.Float(), nullable=False),
        sa.Column("tallies", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_insight_opinion_statement_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["insight_opinion_set.id"], name=op.f("fk_insight_opinion_statement_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_opinion_statement")),
        sa.UniqueConstraint("set_id", "number", name=op.f("uq_insight_opinion_statement_set_id_number")),
    )
    op.create_index(
        op.f("ix_insight_opinion_statement_contribution_id"),
        "insight_opinion_statement",
        ["contribution_id"],
        unique=False,
    )
    op.create_table(
        "insight_reason",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term", sa.String(length=100), nullable=False),
        sa.CheckConstraint("kind IN ('ahead', 'own', 'need', 'solved')", name=op.f("ck_insight_reason_kind_known")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_insight_reason_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_insight_reason_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_insight_reason_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_reason")),
    )
    op.create_index(op.f("ix_insight_reason_contribution_id"), "insight_reason", ["contribution_id"], unique=False)
    op.create_index("ix_insight_reason_member", "insight_reason", ["run_id", "member_id"], unique=False)
    op.create_index(op.f("ix_insight_reason_member_id"), "insight_reason", ["member_id"], unique=False)
    op.create_table(
        "insight_thread_fact",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("peer_seconds", sa.Float(), nullable=True),
        sa.Column("staff_seconds", sa.Float(), nullable=True),
        sa.Column("solved_seconds", sa.Float(), nullable=True),
        sa.Column("customers", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dialogue", sa.Boolean(), nullable=True),
        sa.Column("access", sa.Boolean(), nullable=True),
        sa.Column("risk", sa.Boolean(), nullable=True),
        sa.Column("transparency", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["insight_run.id"], name=op.f("fk_insight_thread_fact_run_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_insight_thread_fact_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "thread_id", name=op.f("pk_insight_thread_fact")),
    )
    op.create_index("ix_insight_thread_fact_kind", "insight_thread_fact", ["run_id", "kind", "begun_at"], unique=False)
    op.create_index(op.f("ix_insight_thread_fact_thread_id"), "insight_thread_fact", ["thread_id"], unique=False)
    op.create_table(
        "insight_topic_thread",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("found_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closeness", sa.Double(), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_insight_topic_thread_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["found_id"], ["insight_topic.id"], name=op.f("fk_insight_topic_thread_found_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_insight_topic_thread_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["insight_topic.id"], name=op.f("fk_insight_topic_thread_topic_id")),
        sa.PrimaryKeyConstraint("run_id", "contribution_id", name=op.f("pk_insight_topic_thread")),
    )
    op.create_index(
        op.f("ix_insight_topic_thread_contribution_id"), "insight_topic_thread", ["contribution_id"], unique=False
    )
    op.create_index(op.f("ix_insight_topic_thread_found_id"), "insight_topic_thread", ["found_id"], unique=False)
    op.create_index(
        "ix_insight_topic_thread_topic",
        "insight_topic_thread",
        ["run_id", "topic_id", sa.literal_column("closeness DESC"), "contribution_id"],
        unique=False,
    )
    op.create_index(op.f("ix_insight_topic_thread_topic_id"), "insight_topic_thread", ["topic_id"], unique=False)
    op.create_table(
        "insight_vector",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_insight_vector_contribution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_insight_vector")),
    )
    op.create_table(
        "likeness",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("learned_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_likeness_contribution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_likeness")),
    )
    op.create_index(op.f("ix_likeness_learned_at"), "likeness", ["learned_at"], unique=False)
    op.create_table(
        "mention",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_mention_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_mention_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contribution_id", "member_id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_member_id"), "mention", ["member_id"], unique=False)
    op.create_table(
        "museum_column_meanings",
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_museum_column_meanings_museum_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("museum_id", "shape", name=op.f("pk_museum_column_meanings")),
    )
    op.create_table(
        "museum_contact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_museum_contact_museum_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_museum_contact")),
        sa.UniqueConstraint("museum_id", "email", name=op.f("uq_museum_contact_museum_id_email")),
    )
    op.create_table(
        "museum_curator",
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["member.id"], name=op.f("fk_museum_curator_added_by_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_museum_curator_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_museum_curator_museum_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("museum_id", "member_id", name=op.f("pk_museum_curator")),
    )
    op.create_index(op.f("ix_museum_curator_member_id"), "museum_curator", ["member_id"], unique=False)
    op.create_table(
        "museum_import_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_museum_import_run_state_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_museum_import_run_by_id")),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_museum_import_run_museum_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_museum_import_run")),
        sa.UniqueConstraint("museum_id", "id", name=op.f("uq_museum_import_run_museum_id_id")),
    )
    op.create_index("ix_museum_import_run_by", "museum_import_run", ["by_id"], unique=False)
    op.create_table(
        "museum_referral",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_museum_referral_leads_elsewhere")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["museum.id"], name=op.f("fk_museum_referral_from_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["museum.id"], name=op.f("fk_museum_referral_to_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_museum_referral")),
        sa.UniqueConstraint("digest", name=op.f("uq_museum_referral_digest")),
    )
    op.create_index("ix_museum_referral_from", "museum_referral", ["from_id", "opened_at"], unique=False)
    op.create_index("ix_museum_referral_to", "museum_referral", ["to_id", "opened_at"], unique=False)
    op.create_table(
        "museum_text",
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_museum_text_museum_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("museum_id", "language", name=op.f("pk_museum_text")),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["member.id"], name=op.f("fk_notification_actor_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_notification_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_notification_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint(
            "member_id", "contribution_id", "occasion", name=op.f("uq_notification_member_id_contribution_id_occasion")
        ),
    )
    op.create_index("ix_notification_contribution", "notification", ["contribution_id"], unique=False)
    op.create_index("ix_notification_member", "notification", ["member_id", sa.literal_column("id DESC")], unique=False)
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["member_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "offer",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_offer_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["contribution.id"], name=op.f("fk_offer_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "member_id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_member", "offer", ["member_id", "offered_at"], unique=False)
    op.create_table(
        "old_address",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin", sa.String(length=100), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN contribution_id IS NULL THEN 0 ELSE 1 END + CASE WHEN member_id IS NULL THEN 0 ELSE 1 END + CASE WHEN space_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_old_address_leads_somewhere"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_old_address_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_old_address_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_old_address_space_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_address")),
        sa.UniqueConstraint("path", "origin", name=op.f("uq_old_address_path_origin")),
    )
    op.create_index(op.f("ix_old_address_contribution_id"), "old_address", ["contribution_id"], unique=False)
    op.create_index(op.f("ix_old_address_member_id"), "old_address", ["member_id"], unique=False)
    op.create_index(op.f("ix_old_address_space_id"), "old_address", ["space_id"], unique=False)
    op.create_table(
        "owner_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.CheckConstraint("about IN ('reason', 'use')", name=op.f("ck_owner_note_about_known")),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_owner_note_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_owner_note_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_note")),
    )
    op.create_index(op.f("ix_owner_note_product_id"), "owner_note", ["product_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("known", sa.Double(), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("known BETWEEN 0 AND 1", name=op.f("ck_place_known_share")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_place_latitude_on_earth")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_place_longitude_on_earth")),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_place_museum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("museum_id", name=op.f("uq_place_museum_id")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_place_source_source_key")),
    )
    op.create_index("ix_place_city", "place", ["city"], unique=False)
    op.create_index("ix_place_position", "place", ["latitude", "longitude"], unique=False)
    op.create_table(
        "product_review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rating", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_product_review_rating_known")),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_product_review_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_product_review_member_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_review_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_review")),
        sa.UniqueConstraint("product_id", "member_id", name=op.f("uq_product_review_product_id_member_id")),
    )
    op.create_index("ix_product_review_rating", "product_review", ["product_id", "rating", "id"], unique=False)
    op.create_table(
        "product_stage",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('need', 'information', 'evaluation', 'purchase', 'after')",
            name=op.f("ck_product_stage_stage_known"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_product_stage_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_stage_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "product_id", name=op.f("pk_product_stage")),
    )
    op.create_index("ix_product_stage_product", "product_stage", ["product_id", "stage"], unique=False)
    op.create_table(
        "product_thread",
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_thread_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_product_thread_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_product_thread")),
    )
    op.create_index(op.f("ix_product_thread_product_id"), "product_thread", ["product_id"], unique=False)
    op.create_table(
        "purchase_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_purchase_code_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_purchase_code_digest")),
    )
    op.create_index(op.f("ix_purchase_code_product_id"), "purchase_code", ["product_id"], unique=False)
    op.create_table(
        "read_position",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("read_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_read_position_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_read_position_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "thread_id", name=op.f("pk_read_position")),
    )
    op.create_index(op.f("ix_read_position_thread_id"), "read_position", ["thread_id"], unique=False)
    op.create_table(
        "received_mail",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_received_mail_contribution_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_received_mail_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_received_mail")),
    )
    op.create_index(op.f("ix_received_mail_member_id"), "received_mail", ["member_id"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_release_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_table(
        "reputation_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("turn", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_reputation_entry_points_count")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_reputation_entry_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reputation_entry_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reputation_entry")),
        sa.UniqueConstraint(
            "contribution_id",
            "member_id",
            "cause",
            "by_id",
            "day",
            "turn",
            name=op.f("uq_reputation_entry_contribution_id_member_id_cause_by_id_day_turn"),
        ),
    )
    op.create_index(
        "ix_reputation_entry_member", "reputation_entry", ["member_id", sa.literal_column("id DESC")], unique=False
    )
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('keep', 'hide', 'delete')", name=op.f("ck_review_decision_known")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (decision IS NULL)", name=op.f("ck_review_decided_when_closed")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["member.id"], name=op.f("fk_review_claimed_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["member.id"], name=op.f("fk_review_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_review_contribution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_contribution", "review", ["contribution_id"], unique=False)
    op.create_index(
        "ix_review_waiting",
        "review",
        ["opened_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "uq_review_open",
        "review",
        ["contribution_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("editor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_revision_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["editor_id"], ["member.id"], name=op.f("fk_revision_editor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("contribution_id", "number", name=op.f("uq_revision_contribution_id_number")),
    )
    op.create_table(
        "stage_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("before IS NULL OR before <> after", name=op.f("ck_stage_move_moves")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_stage_move_contribution_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stage_move_event_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_stage_move_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stage_move_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_move")),
        sa.UniqueConstraint(
            "event_id", "product_id", "member_id", name=op.f("uq_stage_move_event_id_product_id_member_id")
        ),
    )
    op.create_index("ix_stage_move_member", "stage_move", ["member_id", "product_id", "id"], unique=False)
    op.create_index(op.f("ix_stage_move_product_id"), "stage_move", ["product_id"], unique=False)
    op.create_table(
        "starter_thread",
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("step BETWEEN 1 AND 3", name=op.f("ck_starter_thread_step_known")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_starter_thread_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_starter_thread_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "step", name=op.f("pk_starter_thread")),
        sa.UniqueConstraint("product_id", "thread_id", name=op.f("uq_starter_thread_product_id_thread_id")),
    )
    op.create_table(
        "story",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reward", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_story_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    op.create_table(
        "tagging",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_tagging_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_tagging_tag_id")),
        sa.PrimaryKeyConstraint("contribution_id", "tag_id", name=op.f("pk_tagging")),
    )
    op.create_index("ix_tagging_tag", "tagging", ["tag_id", sa.literal_column("contribution_id DESC")], unique=False)
    op.create_table(
        "thread_merge",
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("merged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_thread_merge_not_itself")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["member.id"], name=op.f("fk_thread_merge_merged_by_id")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["contribution.id"], name=op.f("fk_thread_merge_source_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["contribution.id"], name=op.f("fk_thread_merge_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_thread_merge")),
    )
    op.create_index(op.f("ix_thread_merge_target_id"), "thread_merge", ["target_id"], unique=False)
    op.create_table(
        "ticket_type",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("surcharge", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("surcharge >= 0 AND surcharge <= price", name=op.f("ck_ticket_type_surcharge_in_price")),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_ticket_type_museum_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_type")),
        sa.UniqueConstraint("museum_id", "name", name=op.f("uq_ticket_type_museum_id_name")),
    )
    op.create_table(
        "tour",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_tour_museum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour")),
    )
    op.create_index("ix_tour_museum", "tour", ["museum_id", "published", "id"], unique=False)
    op.create_table(
        "vote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("value IN (-1, 1)", name=op.f("ck_vote_value_known")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_vote_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_vote_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("contribution_id", "member_id", name=op.f("uq_vote_contribution_id_member_id")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_vote_source_source_key")),
    )
    op.create_index("ix_vote_member", "vote", ["member_id", sa.literal_column("created_at DESC")], unique=False)
    op.create_table(
        "vote_on_behalf",
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_vote_on_behalf_by_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_vote_on_behalf_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_vote_on_behalf_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contribution_id", "member_id", name=op.f("pk_vote_on_behalf")),
    )
    op.create_index(op.f("ix_vote_on_behalf_member_id"), "vote_on_behalf", ["member_id"], unique=False)
    op.create_table(
        "vote_refusal",
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_vote_refusal_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["contribution.id"], name=op.f("fk_vote_refusal_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "member_id", name=op.f("pk_vote_refusal")),
    )
    op.create_index(op.f("ix_vote_refusal_member_id"), "vote_refusal", ["member_id"], unique=False)
    op.create_table(
        "artefact_fact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("source_title", sa.String(length=300), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_fact_artefact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artefact_fact")),
    )
    op.create_index("ix_artefact_fact_artefact", "artefact_fact", ["artefact_id", "language", "position"], unique=False)
    op.create_table(
        "artefact_picture",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("height", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=True),
        sa.Column("alternative", sa.JSON(), nullable=False),
        sa.Column("credit", sa.String(length=500), nullable=False),
        sa.Column("rights_url", sa.String(length=500), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.CheckConstraint("(file IS NULL) <> (url IS NULL)", name=op.f("ck_artefact_picture_kept_or_elsewhere")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_picture_artefact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artefact_picture")),
    )
    op.create_index("ix_artefact_picture_artefact", "artefact_picture", ["artefact_id", "position", "id"], unique=False)
    op.create_table(
        "artefact_sound",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("depth", sa.String(length=12), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.Column("voice", sa.String(length=100), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "depth IN ('label', 'story', 'scholar', 'description')", name=op.f("ck_artefact_sound_depth_known")
        ),
        sa.CheckConstraint("seconds > 0", name=op.f("ck_artefact_sound_lasts")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_sound_artefact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artefact_sound")),
    )
    op.create_index("ix_artefact_sound_artefact", "artefact_sound", ["artefact_id", "language", "depth"], unique=False)
    op.create_table(
        "artefact_subject",
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("word", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_subject_artefact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("artefact_id", "kind", "word", name=op.f("pk_artefact_subject")),
    )
    op.create_index("ix_artefact_subject_word", "artefact_subject", ["kind", "word"], unique=False)
    op.create_table(
        "artefact_text",
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("depth", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("words", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("reviewed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "depth IN ('label', 'story', 'scholar', 'description')", name=op.f("ck_artefact_text_depth_known")
        ),
        sa.CheckConstraint("origin IN ('human', 'machine')", name=op.f("ck_artefact_text_origin_known")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_text_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["member.id"], name=op.f("fk_artefact_text_reviewed_by_id")),
        sa.PrimaryKeyConstraint("artefact_id", "language", "depth", name=op.f("pk_artefact_text")),
    )
    op.create_table(
        "artefact_thread",
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_thread_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_artefact_thread_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_artefact_thread")),
    )
    op.create_index(op.f("ix_artefact_thread_artefact_id"), "artefact_thread", ["artefact_id"], unique=False)
    op.create_table(
        "artefact_title",
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=300), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_title_artefact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("artefact_id", "language", name=op.f("pk_artefact_title")),
    )
    op.create_table(
        "boomerang_row",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("boomerang_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["boomerang_id"], ["boomerang.id"], name=op.f("fk_boomerang_row_boomerang_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["row_id"], ["buzz_row.id"], name=op.f("fk_boomerang_row_row_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_boomerang_row_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("row_id", "boomerang_id", name=op.f("pk_boomerang_row")),
    )
    op.create_index(op.f("ix_boomerang_row_boomerang_id"), "boomerang_row", ["boomerang_id"], unique=False)
    op.create_index(op.f("ix_boomerang_row_run_id"), "boomerang_row", ["run_id"], unique=False)
    op.create_table(
        "contest_criterion",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 10", name=op.f("ck_contest_criterion_weight_sane")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_criterion_contest_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contest_id", "position", name=op.f("pk_contest_criterion")),
    )
    op.create_table(
        "contest_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_contest_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_decision_contest_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_decision")),
    )
    op.create_index("ix_contest_decision_contest", "contest_decision", ["contest_id", "id"], unique=False)
    op.create_table(
        "contest_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_entry_contest_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_contest_entry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entry")),
        sa.UniqueConstraint("id", "contest_id", name=op.f("uq_contest_entry_id_contest_id")),
    )
    op.create_index(op.f("ix_contest_entry_contest_id"), "contest_entry", ["contest_id"], unique=False)
    op.create_table(
        "contest_juror",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_juror_contest_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_contest_juror_member_id")),
        sa.PrimaryKeyConstraint("contest_id", "member_id", name=op.f("pk_contest_juror")),
    )
    op.create_index(op.f("ix_contest_juror_member_id"), "contest_juror", ["member_id"], unique=False)
    op.create_table(
        "curator_link",
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_curator_link_leads_elsewhere")),
        sa.ForeignKeyConstraint(["from_id"], ["artefact.id"], name=op.f("fk_curator_link_from_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_id"], ["artefact.id"], name=op.f("fk_curator_link_to_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_curator_link")),
    )
    op.create_index(op.f("ix_curator_link_to_id"), "curator_link", ["to_id"], unique=False)
    op.create_table(
        "emerging_card",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alarm_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("peak", sa.Double(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("growth_low", sa.Double(), nullable=False),
        sa.Column("growth", sa.Double(), nullable=False),
        sa.Column("growth_high", sa.Double(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("posts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authors", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("posts >= 0 AND authors >= 0", name=op.f("ck_emerging_card_counts_positive")),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["emerging_alarm.id"], name=op.f("fk_emerging_card_alarm_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_emerging_card_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "alarm_id", name=op.f("pk_emerging_card")),
    )
    op.create_index(op.f("ix_emerging_card_alarm_id"), "emerging_card", ["alarm_id"], unique=False)
    op.create_index("ix_emerging_card_at", "emerging_card", ["run_id", "at", "alarm_id"], unique=False)
    op.create_table(
        "emerging_post",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alarm_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["emerging_alarm.id"], name=op.f("fk_emerging_post_alarm_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_emerging_post_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["insight_run.id"], name=op.f("fk_emerging_post_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "alarm_id", "contribution_id", name=op.f("pk_emerging_post")),
    )
    op.create_index(op.f("ix_emerging_post_alarm_id"), "emerging_post", ["alarm_id"], unique=False)
    op.create_index(op.f("ix_emerging_post_contribution_id"), "emerging_post", ["contribution_id"], unique=False)
    op.create_table(
        "exercise_square",
        sa.Column("gate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exercise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("column_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "row_number BETWEEN 1 AND 12 AND column_number BETWEEN 1 AND 12", name=op.f("ck_exercise_square_in_grid")
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_exercise_square_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_exercise_square_gate_id")),
        sa.PrimaryKeyConstraint("gate_id", name=op.f("pk_exercise_square")),
        sa.UniqueConstraint(
            "exercise_id",
            "row_number",
            "column_number",
            name=op.f("uq_exercise_square_exercise_id_row_number_column_number"),
        ),
    )
    op.create_table(
        "floor",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("building_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("plan_file", sa.String(length=64), nullable=True),
        sa.Column("plan_width", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("plan_height", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_x", sa.Double(), nullable=True),
        sa.Column("first_y", sa.Double(), nullable=True),
        sa.Column("first_latitude", sa.Double(), nullable=True),
        sa.Column("first_longitude", sa.Double(), nullable=True),
        sa.Column("second_x", sa.Double(), nullable=True),
        sa.Column("second_y", sa.Double(), nullable=True),
        sa.Column("second_latitude", sa.Double(), nullable=True),
        sa.Column("second_longitude", sa.Double(), nullable=True),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(plan_file IS NULL) = (plan_width IS NULL)", name=op.f("ck_floor_plan_measured")),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_floor_building_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor")),
        sa.UniqueConstraint("building_id", "level", name=op.f("uq_floor_building_id_level")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_floor_source_source_key")),
    )
    op.create_table(
        "guide_deed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guide_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "deed IN ('issued', 'renewed', 'suspended', 'resumed', 'revoked', 'review hidden')",
            name=op.f("ck_guide_deed_deed_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_guide_deed_by_id")),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name=op.f("fk_guide_deed_guide_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_deed")),
    )
    op.create_index(op.f("ix_guide_deed_by_id"), "guide_deed", ["by_id"], unique=False)
    op.create_index("ix_guide_deed_guide", "guide_deed", ["guide_id", "id"], unique=False)
    op.create_table(
        "guide_price",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guide_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_guide_price_amount_not_negative")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 720", name=op.f("ck_guide_price_minutes_of_a_tour")),
        sa.CheckConstraint("people BETWEEN 1 AND 200", name=op.f("ck_guide_price_people_of_a_group")),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name=op.f("fk_guide_price_guide_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_price")),
        sa.UniqueConstraint(
            "guide_id", "minutes", "people", "currency", name=op.f("uq_guide_price_guide_id_minutes_people_currency")
        ),
    )
    op.create_table(
        "guide_tour",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guide_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("started_at < ends_at", name=op.f("ck_guide_tour_starts_before_end")),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name=op.f("fk_guide_tour_guide_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_tour")),
        sa.UniqueConstraint("code", name=op.f("uq_guide_tour_code")),
    )
    op.create_index("ix_guide_tour_guide", "guide_tour", ["guide_id", "id"], unique=False)
    op.create_index(
        "uq_guide_tour_running",
        "guide_tour",
        ["guide_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "idea",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("problem_html", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("status_given", sa.String(length=60), nullable=True),
        sa.Column("status_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reads", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("appeal", sa.Double(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("controversy", sa.Double(), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("phase IN ('open', 'active', 'delivered', 'closed')", name=op.f("ck_idea_phase_known")),
        sa.ForeignKeyConstraint(["area_id"], ["idea_area.id"], name=op.f("fk_idea_area_id")),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    op.create_index(
        "ix_idea_appeal", "idea", [sa.literal_column("appeal DESC"), sa.literal_column("id DESC")], unique=False
    )
    op.create_index("ix_idea_area", "idea", ["area_id", "phase"], unique=False)
    op.create_index(
        "ix_idea_controversy",
        "idea",
        [sa.literal_column("controversy DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index("ix_idea_lot", "idea", ["lot", "id"], unique=False)
    op.create_index("ix_idea_reads", "idea", ["reads", "id"], unique=False)
    op.create_table(
        "idea_area_status",
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "phase IN ('open', 'active', 'delivered', 'closed')", name=op.f("ck_idea_area_status_phase_known")
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["idea_area.id"], name=op.f("fk_idea_area_status_area_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("area_id", "key", name=op.f("pk_idea_area_status")),
    )
    op.create_table(
        "idea_area_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["idea_area.id"], name=op.f("fk_idea_area_version_area_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_area_version")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_idea_area_version_area_id_name")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_idea_area_version_source_source_key")),
    )
    op.create_table(
        "insight_follower",
        sa.Column("reason_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_insight_follower_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["insight_reason.id"], name=op.f("fk_insight_follower_reason_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reason_id", "contribution_id", name=op.f("pk_insight_follower")),
    )
    op.create_index(op.f("ix_insight_follower_contribution_id"), "insight_follower", ["contribution_id"], unique=False)
    op.create_table(
        "moved_mark",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("official_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_moved_mark_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["thread_merge.source_id"], name=op.f("fk_moved_mark_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "contribution_id", name=op.f("pk_moved_mark")),
    )
    op.create_index(op.f("ix_moved_mark_contribution_id"), "moved_mark", ["contribution_id"], unique=False)
    op.create_table(
        "moved_post",
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_moved_post_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["thread_merge.source_id"], name=op.f("fk_moved_post_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "contribution_id", name=op.f("pk_moved_post")),
    )
    op.create_index(op.f("ix_moved_post_contribution_id"), "moved_post", ["contribution_id"], unique=False)
    op.create_table(
        "museum_imported_row",
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_museum_imported_row_artefact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("artefact_id", name=op.f("pk_museum_imported_row")),
    )
    op.create_table(
        "news_mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject_key", sa.String(length=100), nullable=False),
        sa.Column("notification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_news_mail_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notification.id"], name=op.f("fk_news_mail_notification_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_mail")),
        sa.UniqueConstraint("member_id", "subject_key", name=op.f("uq_news_mail_member_id_subject_key")),
    )
    op.create_index(
        "ix_news_mail_due",
        "news_mail",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_news_mail_notification_id"), "news_mail", ["notification_id"], unique=False)
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("weekday", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opens", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(museum_id IS NULL) <> (place_id IS NULL)", name=op.f("ck_opening_hours_of_one")),
        sa.CheckConstraint(
            "opens >= 0 AND opens < closes AND closes <= 1800", name=op.f("ck_opening_hours_opens_before_closing")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday_of_week")),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_opening_hours_museum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_opening_hours_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index("ix_opening_hours_museum", "opening_hours", ["museum_id", "weekday"], unique=False)
    op.create_index("ix_opening_hours_place", "opening_hours", ["place_id", "weekday"], unique=False)
    op.create_table(
        "ownership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("bought_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("helps", sa.Boolean(), nullable=False),
        sa.Column("takes_pack", sa.Boolean(), nullable=False),
        sa.Column("arm", sa.String(length=10), nullable=True),
        sa.CheckConstraint("(state = 'verified') = (verified_at IS NOT NULL)", name=op.f("ck_ownership_verified_when")),
        sa.CheckConstraint("arm IN ('pack', 'control')", name=op.f("ck_ownership_arm_known")),
        sa.CheckConstraint("state IN ('claimed', 'verified', 'refused')", name=op.f("ck_ownership_state_known")),
        sa.CheckConstraint("(verified_at IS NULL) = (arm IS NULL)", name=op.f("ck_ownership_verified_has_arm")),
        sa.ForeignKeyConstraint(["code_id"], ["purchase_code.id"], name=op.f("fk_ownership_code_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ownership_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_ownership_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["verified_by_id"], ["member.id"], name=op.f("fk_ownership_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
    )
    op.create_index(
        "ix_ownership_code",
        "ownership",
        ["code_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_ownership_member", "ownership", ["member_id"], unique=False)
    op.create_index(
        "ix_ownership_present",
        "ownership",
        ["product_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "panel_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("terms_html", sa.Text(), nullable=False),
        sa.Column("core_only", sa.Boolean(), nullable=False),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('build', 'document')", name=op.f("ck_panel_item_kind_known")),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["beta_panel.id"], name=op.f("fk_panel_item_panel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["member.id"], name=op.f("fk_panel_item_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_item")),
    )
    op.create_index("ix_panel_item_panel", "panel_item", ["panel_id", "id"], unique=False)
    op.create_table(
        "panel_leak",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seen_at", sa.String(length=500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["beta_panel.id"], name=op.f("fk_panel_leak_panel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["told_by_id"], ["member.id"], name=op.f("fk_panel_leak_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_leak")),
    )
    op.create_index("ix_panel_leak_panel", "panel_leak", ["panel_id", "id"], unique=False)
    op.create_table(
        "panel_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["beta_panel.id"], name=op.f("fk_panel_terms_panel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_terms")),
        sa.UniqueConstraint("panel_id", "version", name=op.f("uq_panel_terms_panel_id_version")),
    )
    op.create_table(
        "panellist",
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('invited', 'accepted', 'declined', 'left', 'revoked')", name=op.f("ck_panellist_state_known")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["member.id"], name=op.f("fk_panellist_invited_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_panellist_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["beta_panel.id"], name=op.f("fk_panellist_panel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("panel_id", "member_id", name=op.f("pk_panellist")),
    )
    op.create_index(op.f("ix_panellist_member_id"), "panellist", ["member_id"], unique=False)
    op.create_table(
        "push_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subscription_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notification.id"], name=op.f("fk_push_note_notification_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["push_subscription.id"], name=op.f("fk_push_note_subscription_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_note")),
        sa.UniqueConstraint(
            "subscription_id", "notification_id", name=op.f("uq_push_note_subscription_id_notification_id")
        ),
    )
    op.create_index(
        "ix_push_note_due",
        "push_note",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_push_note_notification_id"), "push_note", ["notification_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pinned_answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("official_answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("official_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("official_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("duplicate_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["accepted_answer_id"], ["answer.id"], name=op.f("fk_question_accepted_answer_id")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["member.id"], name=op.f("fk_question_accepted_by_id")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["question.id"], name=op.f("fk_question_duplicate_of_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_question_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["official_answer_id"], ["answer.id"], name=op.f("fk_question_official_answer_id")),
        sa.ForeignKeyConstraint(["official_by_id"], ["member.id"], name=op.f("fk_question_official_by_id")),
        sa.ForeignKeyConstraint(["pinned_answer_id"], ["answer.id"], name=op.f("fk_question_pinned_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("accepted_answer_id", name=op.f("uq_question_accepted_answer_id")),
        sa.UniqueConstraint("official_answer_id", name=op.f("uq_question_official_answer_id")),
    )
    op.create_index(op.f("ix_question_duplicate_of_id"), "question", ["duplicate_of_id"], unique=False)
    op.create_table(
        "rights_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_rights_terms_contest_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_rights_terms_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_terms")),
        sa.UniqueConstraint("contest_id", "version", name=op.f("uq_rights_terms_contest_id_version")),
        sa.UniqueConstraint("id", "hash", name=op.f("uq_rights_terms_id_hash")),
    )
    op.create_table(
        "ticket_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("surcharge", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ticket_batch_some")),
        sa.CheckConstraint("surcharge >= 0 AND surcharge <= price", name=op.f("ck_ticket_batch_surcharge_in_price")),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_ticket_batch_valid_for_a_time")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_ticket_batch_made_by_id")),
        sa.ForeignKeyConstraint(
            ["museum_id"], ["museum.id"], name=op.f("fk_ticket_batch_museum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["ticket_type.id"], name=op.f("fk_ticket_batch_type_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_batch")),
    )
    op.create_index(op.f("ix_ticket_batch_made_by_id"), "ticket_batch", ["made_by_id"], unique=False)
    op.create_index("ix_ticket_batch_museum", "ticket_batch", ["museum_id", sa.literal_column("id DESC")], unique=False)
    op.create_index(op.f("ix_ticket_batch_type_id"), "ticket_batch", ["type_id"], unique=False)
    op.create_table(
        "tour_stop",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tour_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sound_file", sa.String(length=64), nullable=True),
        sa.Column("sound_type", sa.String(length=40), nullable=False),
        sa.Column("sound_seconds", sa.Double(), nullable=True),
        sa.CheckConstraint("(sound_file IS NULL) = (sound_seconds IS NULL)", name=op.f("ck_tour_stop_sound_measured")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_tour_stop_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"], name=op.f("fk_tour_stop_tour_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour_stop")),
        sa.UniqueConstraint("tour_id", "artefact_id", name=op.f("uq_tour_stop_tour_id_artefact_id")),
    )
    op.create_index(op.f("ix_tour_stop_artefact_id"), "tour_stop", ["artefact_id"], unique=False)
    op.create_index("ix_tour_stop_tour", "tour_stop", ["tour_id", "position", "id"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_article_question_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("question_id", name=op.f("uq_article_question_id")),
    )
    op.create_table(
        "contest_award",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 20", name=op.f("ck_contest_award_place_sane")),
        sa.ForeignKeyConstraint(
            ["entry_id", "contest_id"],
            ["contest_entry.id", "contest_entry.contest_id"],
            name=op.f("fk_contest_award_entry_id_contest_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contest_id", "place", name=op.f("pk_contest_award")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_contest_award_entry_id")),
    )
    op.create_table(
        "contest_entry_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_contest_entry_file_few")),
        sa.CheckConstraint("size > 0", name=op.f("ck_contest_entry_file_not_empty")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["contest_entry.id"], name=op.f("fk_contest_entry_file_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entry_file")),
        sa.UniqueConstraint("entry_id", "position", name=op.f("uq_contest_entry_file_entry_id_position")),
    )
    op.create_table(
        "contest_jury_score",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("juror_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 10", name=op.f("ck_contest_jury_score_points_sane")),
        sa.ForeignKeyConstraint(
            ["contest_id", "criterion"],
            ["contest_criterion.contest_id", "contest_criterion.position"],
            name=op.f("fk_contest_jury_score_contest_id_criterion"),
        ),
        sa.ForeignKeyConstraint(
            ["contest_id", "juror_id"],
            ["contest_juror.contest_id", "contest_juror.member_id"],
            name=op.f("fk_contest_jury_score_contest_id_juror_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id", "contest_id"],
            ["contest_entry.id", "contest_entry.contest_id"],
            name=op.f("fk_contest_jury_score_entry_id_contest_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["member.id"], name=op.f("fk_contest_jury_score_juror_id")),
        sa.PrimaryKeyConstraint("entry_id", "juror_id", "criterion", name=op.f("pk_contest_jury_score")),
    )
    op.create_index("ix_contest_jury_score_contest", "contest_jury_score", ["contest_id", "entry_id"], unique=False)
    op.create_index("ix_contest_jury_score_juror", "contest_jury_score", ["juror_id"], unique=False)
    op.create_table(
        "contest_team_member",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["contest_entry.id"], name=op.f("fk_contest_team_member_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["member.id"], name=op.f("fk_contest_team_member_invited_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_contest_team_member_member_id")),
        sa.PrimaryKeyConstraint("entry_id", "member_id", name=op.f("pk_contest_team_member")),
    )
    op.create_index(op.f("ix_contest_team_member_member_id"), "contest_team_member", ["member_id"], unique=False)
    op.create_table(
        "idea_change_request",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(decision = 'open') = (decided_at IS NULL)", name=op.f("ck_idea_change_request_decided_with_time")
        ),
        sa.CheckConstraint(
            "decision IN ('open', 'accepted', 'declined')", name=op.f("ck_idea_change_request_decision_known")
        ),
        sa.CheckConstraint(
            "into_id IS NULL OR decision = 'accepted'", name=op.f("ck_idea_change_request_only_accepted_go_in")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"], name=op.f("fk_idea_change_request_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_change_request_idea_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["idea_area_version.id"], name=op.f("fk_idea_change_request_into_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["idea_area_version.id"], name=op.f("fk_idea_change_request_of_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_change_request")),
    )
    op.create_index("ix_idea_change_request_into", "idea_change_request", ["into_id"], unique=False)
    op.create_index("ix_idea_change_request_of", "idea_change_request", ["of_id", "decision"], unique=False)
    op.create_table(
        "idea_coauthor",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name=op.f("fk_idea_coauthor_asked_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_coauthor_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_idea_coauthor_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", "member_id", name=op.f("pk_idea_coauthor")),
    )
    op.create_index(op.f("ix_idea_coauthor_member_id"), "idea_coauthor", ["member_id"], unique=False)
    op.create_table(
        "idea_comparison",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_comparison_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_comparison")),
    )
    op.create_table(
        "idea_duplicate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'accepted', 'declined')", name=op.f("ck_idea_duplicate_state_known")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_idea_duplicate_in_order")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"], name=op.f("fk_idea_duplicate_decided_by_id")),
        sa.ForeignKeyConstraint(["first_id"], ["idea.id"], name=op.f("fk_idea_duplicate_first_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["second_id"], ["idea.id"], name=op.f("fk_idea_duplicate_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_duplicate")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_idea_duplicate_first_id_second_id")),
    )
    op.create_index(op.f("ix_idea_duplicate_second_id"), "idea_duplicate", ["second_id"], unique=False)
    op.create_index("ix_idea_duplicate_state", "idea_duplicate", ["state", "likeness", "id"], unique=False)
    op.create_table(
        "idea_estimate",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reach", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("impact_percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confidence_percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effort_tenths", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ease", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("estimated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("confidence_percent BETWEEN 0 AND 100", name=op.f("ck_idea_estimate_confidence_known")),
        sa.CheckConstraint("ease BETWEEN 1 AND 10", name=op.f("ck_idea_estimate_ease_known")),
        sa.CheckConstraint("impact_percent IN (25, 50, 100, 200, 300)", name=op.f("ck_idea_estimate_impact_known")),
        sa.CheckConstraint("reach >= 0 AND effort_tenths > 0", name=op.f("ck_idea_estimate_amounts")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_idea_estimate_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_estimate_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_estimate")),
    )
    op.create_table(
        "idea_exposure",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("surface", sa.String(length=20), nullable=False),
        sa.Column("slot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shown", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_exposure_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", "day", "surface", "slot", name=op.f("pk_idea_exposure")),
    )
    op.create_index("ix_idea_exposure_day", "idea_exposure", ["day"], unique=False)
    op.create_table(
        "idea_keeper",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_keeper_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_idea_keeper_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_keeper")),
    )
    op.create_index(op.f("ix_idea_keeper_member_id"), "idea_keeper", ["member_id"], unique=False)
    op.create_table(
        "idea_lemon",
        sa.Column("screening_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lemons", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("lemons BETWEEN 1 AND 100", name=op.f("ck_idea_lemon_some")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_lemon_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_idea_lemon_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["idea_screening.id"], name=op.f("fk_idea_lemon_screening_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("screening_id", "member_id", "idea_id", name=op.f("pk_idea_lemon")),
    )
    op.create_index(op.f("ix_idea_lemon_idea_id"), "idea_lemon", ["idea_id"], unique=False)
    op.create_index(op.f("ix_idea_lemon_member_id"), "idea_lemon", ["member_id"], unique=False)
    op.create_table(
        "idea_nearest",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nearest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chosen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["member.id"], name=op.f("fk_idea_nearest_chosen_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_nearest_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["nearest_id"], ["idea.id"], name=op.f("fk_idea_nearest_nearest_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_nearest")),
    )
    op.create_index(op.f("ix_idea_nearest_nearest_id"), "idea_nearest", ["nearest_id"], unique=False)
    op.create_table(
        "idea_origin",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_idea_origin_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_origin_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_origin")),
    )
    op.create_index(op.f("ix_idea_origin_contribution_id"), "idea_origin", ["contribution_id"], unique=False)
    op.create_table(
        "idea_parent",
        sa.Column("child_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("parent_id < child_id", name=op.f("ck_idea_parent_parent_older")),
        sa.ForeignKeyConstraint(["child_id"], ["idea.id"], name=op.f("fk_idea_parent_child_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["idea.id"], name=op.f("fk_idea_parent_parent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("child_id", "parent_id", name=op.f("pk_idea_parent")),
    )
    op.create_index(op.f("ix_idea_parent_parent_id"), "idea_parent", ["parent_id"], unique=False)
    op.create_table(
        "idea_rating",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion", sa.String(length=15), nullable=False),
        sa.Column("rating", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "criterion IN ('novelty', 'value', 'feasibility', 'elaboration')",
            name=op.f("ck_idea_rating_criterion_known"),
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 7", name=op.f("ck_idea_rating_rating_known")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_rating_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_idea_rating_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", "member_id", "criterion", name=op.f("pk_idea_rating")),
    )
    op.create_index(op.f("ix_idea_rating_member_id"), "idea_rating", ["member_id"], unique=False)
    op.create_table(
        "idea_round_option",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_idea_round_option_cost_not_negative")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_round_option_idea_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["idea_round.id"], name=op.f("fk_idea_round_option_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_round_option")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_idea_round_option_round_id_id")),
        sa.UniqueConstraint("round_id", "idea_id", name=op.f("uq_idea_round_option_round_id_idea_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_idea_round_option_round_id_number")),
    )
    op.create_index("ix_idea_round_option_idea", "idea_round_option", ["idea_id"], unique=False)
    op.create_table(
        "idea_screened",
        sa.Column("screening_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_screened_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["idea_screening.id"], name=op.f("fk_idea_screened_screening_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("screening_id", "idea_id", name=op.f("pk_idea_screened")),
    )
    op.create_index(op.f("ix_idea_screened_idea_id"), "idea_screened", ["idea_id"], unique=False)
    op.create_table(
        "idea_status_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.String(length=30), nullable=False),
        sa.Column("after", sa.String(length=30), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_idea_status_move_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_status_move_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_status_move")),
    )
    op.create_index("ix_idea_status_move_idea", "idea_status_move", ["idea_id", "id"], unique=False)
    op.create_table(
        "idea_target",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_target_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judged_by_id"], ["member.id"], name=op.f("fk_idea_target_judged_by_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["member.id"], name=op.f("fk_idea_target_set_by_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_target")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sets", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'trying', 'running', 'ended')", name=op.f("ck_initiative_status_known")
        ),
        sa.CheckConstraint("(cost IS NULL) = (price IS NULL)", name=op.f("ck_initiative_figures_whole")),
        sa.CheckConstraint(
            "cost >= 0 AND price >= 0 AND minutes > 0 AND sets > 0", name=op.f("ck_initiative_figures_sane")
        ),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_initiative_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_initiative_idea_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
    )
    op.create_index(op.f("ix_initiative_idea_id"), "initiative", ["idea_id"], unique=False)
    op.create_table(
        "lesson",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_lesson_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_lesson_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_lesson_source_source_key")),
    )
    op.create_index(op.f("ix_lesson_by_id"), "lesson", ["by_id"], unique=False)
    op.create_index("ix_lesson_idea", "lesson", ["idea_id", "id"], unique=False)
    op.create_table(
        "neighbour",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("similar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_neighbour_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["similar_id"], ["contribution.id"], name=op.f("fk_neighbour_similar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "similar_id", name=op.f("pk_neighbour")),
    )
    op.create_index(op.f("ix_neighbour_similar_id"), "neighbour", ["similar_id"], unique=False)
    op.create_table(
        "pack_delivery",
        sa.Column("ownership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_pack_delivery_ownership_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["contribution.id"], name=op.f("fk_pack_delivery_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ownership_id", "step", name=op.f("pk_pack_delivery")),
    )
    op.create_table(
        "panel_agreement",
        sa.Column("terms_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_panel_agreement_member_id")),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["panel_terms.id"], name=op.f("fk_panel_agreement_terms_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("terms_id", "member_id", name=op.f("pk_panel_agreement")),
    )
    op.create_index(op.f("ix_panel_agreement_member_id"), "panel_agreement", ["member_id"], unique=False)
    op.create_table(
        "panel_item_agreement",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["panel_item.id"], name=op.f("fk_panel_item_agreement_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_panel_item_agreement_member_id")),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_panel_item_agreement")),
    )
    op.create_index(op.f("ix_panel_item_agreement_member_id"), "panel_item_agreement", ["member_id"], unique=False)
    op.create_table(
        "panel_opening",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["panel_item.id"], name=op.f("fk_panel_opening_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_panel_opening_member_id")),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["beta_panel.id"], name=op.f("fk_panel_opening_panel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_opening")),
    )
    op.create_index(op.f("ix_panel_opening_item_id"), "panel_opening", ["item_id"], unique=False)
    op.create_index(op.f("ix_panel_opening_member_id"), "panel_opening", ["member_id"], unique=False)
    op.create_index("ix_panel_opening_panel", "panel_opening", ["panel_id", "id"], unique=False)
    op.create_table(
        "panel_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('bug', 'usefulness')", name=op.f("ck_panel_report_kind_known")),
        sa.CheckConstraint("severity IN ('low', 'middle', 'high')", name=op.f("ck_panel_report_severity_known")),
        sa.CheckConstraint(
            "status IN ('new', 'confirmed', 'rejected', 'shipped')", name=op.f("ck_panel_report_status_known")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_panel_report_author_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["panel_item.id"], name=op.f("fk_panel_report_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["beta_panel.id"], name=op.f("fk_panel_report_panel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_report")),
    )
    op.create_index("ix_panel_report_author", "panel_report", ["author_id", "panel_id"], unique=False)
    op.create_index(op.f("ix_panel_report_item_id"), "panel_report", ["item_id"], unique=False)
    op.create_index("ix_panel_report_panel", "panel_report", ["panel_id", "id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("earliest_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("latest_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_latest_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.Column("evidence_url", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("delivered_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(delivered_day IS NOT NULL) = (outcome IN ('kept', 'late'))", name=op.f("ck_promise_delivered_on_a_day")
        ),
        sa.CheckConstraint(
            "outcome IN ('open', 'kept', 'late', 'broken', 'withdrawn')", name=op.f("ck_promise_outcome_known")
        ),
        sa.CheckConstraint("confidence BETWEEN 1 AND 99", name=op.f("ck_promise_confidence_possible")),
        sa.CheckConstraint("earliest_day <= latest_day", name=op.f("ck_promise_days_in_order")),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_promise_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_promise_idea_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_idea", "promise", ["idea_id"], unique=False)
    op.create_index("ix_promise_outcome", "promise", ["outcome", "latest_day", "id"], unique=False)
    op.create_table(
        "release_idea",
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_release_idea_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_idea_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "idea_id", name=op.f("pk_release_idea")),
    )
    op.create_index(op.f("ix_release_idea_idea_id"), "release_idea", ["idea_id"], unique=False)
    op.create_table(
        "rights_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terms_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("marked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=10), nullable=True),
        sa.CheckConstraint("ended_by IN ('ended', 'withdrawn')", name=op.f("ck_rights_use_reason_known")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_rights_use_ended_for_a_reason")),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f("fk_rights_use_entry_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["member.id"], name=op.f("fk_rights_use_marked_by_id")),
        sa.ForeignKeyConstraint(["terms_id"], ["rights_terms.id"], name=op.f("fk_rights_use_terms_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_use")),
    )
    op.create_index("ix_rights_use_entry", "rights_use", ["entry_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("floor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("width", sa.Double(), nullable=True),
        sa.Column("height", sa.Double(), nullable=True),
        sa.Column("square_metres", sa.Double(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("closed_note", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_room_floor_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_room_museum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("museum_id", "slug", name=op.f("uq_room_museum_id_slug")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_room_source_source_key")),
    )
    op.create_index("ix_room_floor", "room", ["floor_id", "position", "id"], unique=False)
    op.create_table(
        "royalty_agreement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate_numerator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate_denominator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rate_numerator > 0 AND rate_numerator <= rate_denominator", name=op.f("ck_royalty_agreement_rate_a_share")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f("fk_royalty_agreement_entry_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name=op.f("fk_royalty_agreement_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_agreement")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_royalty_agreement_entry_id_number")),
    )
    op.create_table(
        "shared_question",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_shared_question_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_shared_question_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "member_id", name=op.f("pk_shared_question")),
    )
    op.create_index(op.f("ix_shared_question_member_id"), "shared_question", ["member_id"], unique=False)
    op.create_table(
        "survey_answer",
        sa.Column("ownership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wave", sa.String(length=10), nullable=False),
        sa.Column("sure", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("again", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wave IN ('before', 'after')", name=op.f("ck_survey_answer_wave_known")),
        sa.CheckConstraint(
            "sure BETWEEN 1 AND 7 AND again BETWEEN 1 AND 7", name=op.f("ck_survey_answer_answers_known")
        ),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_survey_answer_ownership_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ownership_id", "wave", name=op.f("pk_survey_answer")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["ticket_batch.id"], name=op.f("fk_ticket_batch_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("digest", name=op.f("uq_ticket_digest")),
    )
    op.create_index(op.f("ix_ticket_batch_id"), "ticket", ["batch_id"], unique=False)
    op.create_table(
        "vote_ring_idea",
        sa.Column("ring_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_vote_ring_idea_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ring_id"], ["vote_ring.id"], name=op.f("fk_vote_ring_idea_ring_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ring_id", "idea_id", name=op.f("pk_vote_ring_idea")),
    )
    op.create_index(op.f("ix_vote_ring_idea_idea_id"), "vote_ring_idea", ["idea_id"], unique=False)
    op.create_table(
        "article_source",
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_source_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_article_source_contribution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "contribution_id", name=op.f("pk_article_source")),
    )
    op.create_index(op.f("ix_article_source_contribution_id"), "article_source", ["contribution_id"], unique=False)
    op.create_table(
        "expectation",
        sa.Column("promise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("got", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("got_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expected BETWEEN 1 AND 7 AND got BETWEEN 1 AND 7", name=op.f("ck_expectation_answers_known")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_expectation_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_expectation_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("promise_id", "member_id", name=op.f("pk_expectation")),
    )
    op.create_index(op.f("ix_expectation_member_id"), "expectation", ["member_id"], unique=False)
    op.create_table(
        "idea_response",
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("move_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["contribution.id"], name=op.f("fk_idea_response_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["member.id"], name=op.f("fk_idea_response_given_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_response_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["move_id"], ["idea_status_move.id"], name=op.f("fk_idea_response_move_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_idea_response")),
        sa.UniqueConstraint("move_id", name=op.f("uq_idea_response_move_id")),
    )
    op.create_index(op.f("ix_idea_response_idea_id"), "idea_response", ["idea_id"], unique=False)
    op.create_table(
        "idea_round_entry",
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("option_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_idea_round_entry_cost_not_negative")),
        sa.ForeignKeyConstraint(
            ["round_id", "ballot_id"],
            ["idea_round_ballot.round_id", "idea_round_ballot.id"],
            name="fk_idea_round_entry_ballot",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "option_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_entry_option",
        ),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", name=op.f("pk_idea_round_entry")),
    )
    op.create_index("ix_idea_round_entry_option", "idea_round_entry", ["round_id", "option_id"], unique=False)
    op.create_table(
        "idea_round_pair",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("left_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("right_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dealt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("left_id <> right_id", name=op.f("ck_idea_round_pair_two_options")),
        sa.ForeignKeyConstraint(
            ["round_id", "ballot_id"],
            ["idea_round_ballot.round_id", "idea_round_ballot.id"],
            name="fk_idea_round_pair_ballot",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "left_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_pair_left",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "right_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_pair_right",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_round_pair")),
        sa.UniqueConstraint("token", name=op.f("uq_idea_round_pair_token")),
    )
    op.create_index("ix_idea_round_pair_round", "idea_round_pair", ["round_id", "ballot_id"], unique=False)
    op.create_index(
        "uq_idea_round_pair_dealt",
        "idea_round_pair",
        ["ballot_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "idea_round_payment",
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("option_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "ballot_id"],
            ["idea_round_ballot.round_id", "idea_round_ballot.id"],
            name="fk_idea_round_payment_ballot",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "option_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_payment_option",
        ),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", name=op.f("pk_idea_round_payment")),
    )
    op.create_index("ix_idea_round_payment_option", "idea_round_payment", ["round_id", "option_id"], unique=False)
    op.create_table(
        "initiative_claim",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("evidence LIKE 'http%'", name=op.f("ck_initiative_claim_evidence_given")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_initiative_claim_by_id")),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_claim_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_claim")),
    )
    op.create_index("ix_initiative_claim_initiative", "initiative_claim", ["initiative_id", "id"], unique=False)
    op.create_table(
        "panel_report_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_panel_report_move_by_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["panel_report.id"], name=op.f("fk_panel_report_move_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_report_move")),
    )
    op.create_index(op.f("ix_panel_report_move_report_id"), "panel_report_move", ["report_id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('door', 'stairs', 'lift')", name=op.f("ck_passage_kind_known")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_passage_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["room.id"], name=op.f("fk_passage_first_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second_id"], ["room.id"], name=op.f("fk_passage_second_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("first_id", "second_id", "kind", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_second_id"), "passage", ["second_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_placement_since_before_until")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_placement_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_placement_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    op.create_index("ix_placement_room", "placement", ["room_id", "until", "position"], unique=False)
    op.create_index(
        "uq_placement_now",
        "placement",
        ["artefact_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "promise_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("promise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("earliest_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("latest_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.Column("evidence_url", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_promise_move_by_id")),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_promise_move_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_move")),
    )
    op.create_index("ix_promise_move_promise", "promise_move", ["promise_id", "id"], unique=False)
    op.create_table(
        "release_lesson",
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_release_lesson_lesson_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_lesson_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "lesson_id", name=op.f("pk_release_lesson")),
    )
    op.create_index(op.f("ix_release_lesson_lesson_id"), "release_lesson", ["lesson_id"], unique=False)
    op.create_table(
        "rights_permission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terms_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terms_hash", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id", "member_id"],
            ["contest_team_member.entry_id", "contest_team_member.member_id"],
            name=op.f("fk_rights_permission_entry_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_rights_permission_member_id")),
        sa.ForeignKeyConstraint(
            ["terms_id", "terms_hash"],
            ["rights_terms.id", "rights_terms.hash"],
            name=op.f("fk_rights_permission_terms_id_terms_hash"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_permission")),
    )
    op.create_index("ix_rights_permission_member", "rights_permission", ["member_id"], unique=False)
    op.create_index(
        "uq_permission_in_force",
        "rights_permission",
        ["entry_id", "member_id", "terms_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "royalty_agreement_share",
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weight", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("weight BETWEEN 1 AND 10000", name=op.f("ck_royalty_agreement_share_weight_sane")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["royalty_agreement.id"], name=op.f("fk_royalty_agreement_share_agreement_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_royalty_agreement_share_member_id")),
        sa.PrimaryKeyConstraint("agreement_id", "member_id", name=op.f("pk_royalty_agreement_share")),
    )
    op.create_index(
        op.f("ix_royalty_agreement_share_member_id"), "royalty_agreement_share", ["member_id"], unique=False
    )
    op.create_table(
        "royalty_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("sales", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("royalty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("booked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(sales >= 0 AND corrects_id IS NULL) OR corrects_id IS NOT NULL",
            name=op.f("ck_royalty_line_sales_or_reversal"),
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["royalty_agreement.id"], name=op.f("fk_royalty_line_agreement_id")),
        sa.ForeignKeyConstraint(["booked_by_id"], ["member.id"], name=op.f("fk_royalty_line_booked_by_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["royalty_line.id"], name=op.f("fk_royalty_line_corrects_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_line")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_royalty_line_corrects_id")),
    )
    op.create_index("ix_royalty_line_agreement", "royalty_line", ["agreement_id", "id"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kit", sa.JSON(), nullable=False),
        sa.Column("training", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["contribution.id"], name=op.f("fk_service_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_service_initiative_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_index(op.f("ix_service_initiative_id"), "service", ["initiative_id"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_suggestion_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_suggestion_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_suggestion_author_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"], name=op.f("fk_suggestion_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index("ix_suggestion_author", "suggestion", ["author_id", sa.literal_column("id DESC")], unique=False)
    op.create_index(
        "ix_suggestion_open",
        "suggestion",
        ["article_id", "author_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("museum_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("depth", sa.String(length=12), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.CheckConstraint("depth IN ('label', 'story', 'scholar')", name=op.f("ck_visit_depth_known")),
        sa.CheckConstraint("started_at < ends_at", name=op.f("ck_visit_starts_before_end")),
        sa.ForeignKeyConstraint(["museum_id"], ["museum.id"], name=op.f("fk_visit_museum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_visit_ticket_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_museum", "visit", ["museum_id", "started_at"], unique=False)
    op.create_index(op.f("ix_visit_ticket_id"), "visit", ["ticket_id"], unique=False)
    op.create_index(
        "uq_visit_ticket",
        "visit",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND ticket_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND ticket_id IS NOT NULL"),
    )
    op.create_table(
        "artefact_view",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("opened_by", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_ms", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("audio_ms", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("depth", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("active_ms BETWEEN 0 AND 900000", name=op.f("ck_artefact_view_active_in_bounds")),
        sa.CheckConstraint("audio_ms BETWEEN 0 AND active_ms", name=op.f("ck_artefact_view_audio_in_active")),
        sa.CheckConstraint("depth BETWEEN 1 AND 3", name=op.f("ck_artefact_view_depth_known")),
        sa.CheckConstraint("opened_at <= last_at", name=op.f("ck_artefact_view_opens_before_last")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_artefact_view_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_artefact_view_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artefact_view")),
        sa.UniqueConstraint("visit_id", "key", name=op.f("uq_artefact_view_visit_id_key")),
    )
    op.create_index("ix_artefact_view_artefact", "artefact_view", ["artefact_id", "opened_at"], unique=False)
    op.create_index("ix_artefact_view_visit", "artefact_view", ["visit_id", "opened_at"], unique=False)
    op.create_table(
        "guide_tour_part",
        sa.Column("tour_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tour_id"], ["guide_tour.id"], name=op.f("fk_guide_tour_part_tour_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_guide_tour_part_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tour_id", "visit_id", name=op.f("pk_guide_tour_part")),
    )
    op.create_index(op.f("ix_guide_tour_part_visit_id"), "guide_tour_part", ["visit_id"], unique=False)
    op.create_table(
        "idea_round_pair_vote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("choice", sa.String(length=5), nullable=False),
        sa.Column("undecided", sa.String(length=20), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(choice = 'none') = (undecided <> '')", name=op.f("ck_idea_round_pair_vote_undecided_says_why")
        ),
        sa.CheckConstraint("choice IN ('left', 'right', 'none')", name=op.f("ck_idea_round_pair_vote_choice_known")),
        sa.CheckConstraint("valid = (fault = '')", name=op.f("ck_idea_round_pair_vote_invalid_says_why")),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["idea_round_pair.id"], name=op.f("fk_idea_round_pair_vote_pair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_round_pair_vote")),
    )
    op.create_index("ix_idea_round_pair_vote_pair", "idea_round_pair_vote", ["pair_id"], unique=False)
    op.create_index(
        "uq_idea_round_pair_vote_valid",
        "idea_round_pair_vote",
        ["pair_id"],
        unique=True,
        sqlite_where=sa.text("valid"),
        postgresql_where=sa.text("valid"),
    )
    op.create_table(
        "rights_use_grant",
        sa.Column("use_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("permission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_id"], ["rights_permission.id"], name=op.f("fk_rights_use_grant_permission_id")
        ),
        sa.ForeignKeyConstraint(["use_id"], ["rights_use.id"], name=op.f("fk_rights_use_grant_use_id")),
        sa.PrimaryKeyConstraint("use_id", "permission_id", name=op.f("pk_rights_use_grant")),
    )
    op.create_index(op.f("ix_rights_use_grant_permission_id"), "rights_use_grant", ["permission_id"], unique=False)
    op.create_table(
        "royalty_share",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["royalty_line.id"], name=op.f("fk_royalty_share_line_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_royalty_share_member_id")),
        sa.PrimaryKeyConstraint("line_id", "member_id", name=op.f("pk_royalty_share")),
    )
    op.create_index("ix_royalty_share_member", "royalty_share", ["member_id", "line_id"], unique=False)
    op.create_table(
        "service_person",
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promoted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "part <> 'provider' OR trained_at IS NOT NULL", name=op.f("ck_service_person_providers_trained")
        ),
        sa.CheckConstraint("part IN ('learner', 'provider', 'co-designer')", name=op.f("ck_service_person_part_known")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_service_person_member_id")),
        sa.ForeignKeyConstraint(["promoted_by_id"], ["member.id"], name=op.f("fk_service_person_promoted_by_id")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_person_service_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "member_id", name=op.f("pk_service_person")),
    )
    op.create_index(op.f("ix_service_person_member_id"), "service_person", ["member_id"], unique=False)
    op.create_table(
        "suggestion_shown",
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shelf", sa.String(length=10), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("shelf IN ('here', 'floor', 'museum')", name=op.f("ck_suggestion_shown_shelf_known")),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_suggestion_shown_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_suggestion_shown_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "artefact_id", name=op.f("pk_suggestion_shown")),
    )
    op.create_index(op.f("ix_suggestion_shown_artefact_id"), "suggestion_shown", ["artefact_id"], unique=False)
    op.create_table(
        "visit_device",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("slot BETWEEN 1 AND 2", name=op.f("ck_visit_device_slot_free")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_device_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_device")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_visit_device_token_digest")),
        sa.UniqueConstraint("visit_id", "slot", name=op.f("uq_visit_device_visit_id_slot")),
    )
    op.create_table(
        "visit_favourite",
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("artefact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["artefact_id"], ["artefact.id"], name=op.f("fk_visit_favourite_artefact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_visit_favourite_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "artefact_id", name=op.f("pk_visit_favourite")),
    )
    op.create_index(op.f("ix_visit_favourite_artefact_id"), "visit_favourite", ["artefact_id"], unique=False)
    op.create_table(
        "guide_review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guide_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tour_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rating", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), nullable=True),
        sa.Column("hidden_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name=op.f("ck_guide_review_hidden_for_a_reason")
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_guide_review_rating_known")),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name=op.f("fk_guide_review_guide_id")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["member.id"], name=op.f("fk_guide_review_hidden_by_id")),
        sa.ForeignKeyConstraint(
            ["tour_id", "visit_id"],
            ["guide_tour_part.tour_id", "guide_tour_part.visit_id"],
            name=op.f("fk_guide_review_tour_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_review")),
        sa.UniqueConstraint("tour_id", "visit_id", name=op.f("uq_guide_review_tour_id_visit_id")),
    )
    op.create_index("ix_guide_review_guide", "guide_review", ["guide_id", "id"], unique=False)
    op.create_index(op.f("ix_guide_review_hidden_by_id"), "guide_review", ["hidden_by_id"], unique=False)
    op.create_table(
        "service_training_done",
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_service_training_done_member_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["member.id"], name=op.f("fk_service_training_done_seen_by_id")),
        sa.ForeignKeyConstraint(
            ["service_id", "member_id"],
            ["service_person.service_id", "service_person.member_id"],
            name=op.f("fk_service_training_done_service_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service_id", "member_id", "step", name=op.f("pk_service_training_done")),
    )
    op.create_index(op.f("ix_service_training_done_member_id"), "service_training_done", ["member_id"], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before this one."""
    op.drop_table("service_training_done")
    op.drop_table("guide_review")
    op.drop_table("visit_favourite")
    op.drop_table("visit_device")
    op.drop_table("suggestion_shown")
    op.drop_table("service_person")
    op.drop_table("royalty_share")
    op.drop_table("rights_use_grant")
    op.drop_table("idea_round_pair_vote")
    op.drop_table("guide_tour_part")
    op.drop_table("artefact_view")
    op.drop_table("visit")
    op.drop_table("suggestion")
    op.drop_table("service")
    op.drop_table("royalty_line")
    op.drop_table("royalty_agreement_share")
    op.drop_table("rights_permission")
    op.drop_table("release_lesson")
    op.drop_table("promise_move")
    op.drop_table("placement")
    op.drop_table("passage")
    op.drop_table("panel_report_move")
    op.drop_table("initiative_claim")
    op.drop_table("idea_round_payment")
    op.drop_table("idea_round_pair")
    op.drop_table("idea_round_entry")
    op.drop_table("idea_response")
    op.drop_table("expectation")
    op.drop_table("article_source")
    op.drop_table("vote_ring_idea")
    op.drop_table("ticket")
    op.drop_table("survey_answer")
    op.drop_table("shared_question")
    op.drop_table("royalty_agreement")
    op.drop_table("room")
    op.drop_table("rights_use")
    op.drop_table("release_idea")
    op.drop_table("promise")
    op.drop_table("panel_report")
    op.drop_table("panel_opening")
    op.drop_table("panel_item_agreement")
    op.drop_table("panel_agreement")
    op.drop_table("pack_delivery")
    op.drop_table("neighbour")
    op.drop_table("lesson")
    op.drop_table("initiative")
    op.drop_table("idea_target")
    op.drop_table("idea_status_move")
    op.drop_table("idea_screened")
    op.drop_table("idea_round_option")
    op.drop_table("idea_rating")
    op.drop_table("idea_parent")
    op.drop_table("idea_origin")
    op.drop_table("idea_nearest")
    op.drop_table("idea_lemon")
    op.drop_table("idea_keeper")
    op.drop_table("idea_exposure")
    op.drop_table("idea_estimate")
    op.drop_table("idea_duplicate")
    op.drop_table("idea_comparison")
    op.drop_table("idea_coauthor")
    op.drop_table("idea_change_request")
    op.drop_table("contest_team_member")
    op.drop_table("contest_jury_score")
    op.drop_table("contest_entry_file")
    op.drop_table("contest_award")
    op.drop_table("article")
    op.drop_table("tour_stop")
    op.drop_table("ticket_batch")
    op.drop_table("rights_terms")
    op.drop_table("question")
    op.drop_table("push_note")
    op.drop_table("panellist")
    op.drop_table("panel_terms")
    op.drop_table("panel_leak")
    op.drop_table("panel_item")
    op.drop_table("ownership")
    op.drop_table("opening_hours")
    op.drop_table("news_mail")
    op.drop_table("museum_imported_row")
    op.drop_table("moved_post")
    op.drop_table("moved_mark")
    op.drop_table("insight_follower")
    op.drop_table("idea_area_version")
    op.drop_table("idea_area_status")
    op.drop_table("idea")
    op.drop_table("guide_tour")
    op.drop_table("guide_price")
    op.drop_table("guide_deed")
    op.drop_table("floor")
    op.drop_table("exercise_square")
    op.drop_table("emerging_post")
    op.drop_table("emerging_card")
    op.drop_table("curator_link")
    op.drop_table("contest_juror")
    op.drop_table("contest_entry")
    op.drop_table("contest_decision")
    op.drop_table("contest_criterion")
    op.drop_table("boomerang_row")
    op.drop_table("artefact_title")
    op.drop_table("artefact_thread")
    op.drop_table("artefact_text")
    op.drop_table("artefact_subject")
    op.drop_table("artefact_sound")
    op.drop_table("artefact_picture")
    op.drop_table("artefact_fact")
    op.drop_table("vote_refusal")
    op.drop_table("vote_on_behalf")
    op.drop_table("vote")
    op.drop_table("tour")
    op.drop_table("ticket_type")
    op.drop_table("thread_merge")
    op.drop_table("tagging")
    op.drop_table("story")
    op.drop_table("starter_thread")
    op.drop_table("stage_move")
    op.drop_table("revision")
    op.drop_table("review")
    op.drop_table("reputation_entry")
    op.drop_table("release")
    op.drop_table("received_mail")
    op.drop_table("read_position")
    op.drop_table("purchase_code")
    op.drop_table("product_thread")
    op.drop_table("product_stage")
    op.drop_table("product_review")
    op.drop_table("place")
    op.drop_table("owner_note")
    op.drop_table("old_address")
    op.drop_table("offer")
    op.drop_table("notification")
    op.drop_table("museum_text")
    op.drop_table("museum_referral")
    op.drop_table("museum_import_run")
    op.drop_table("museum_curator")
    op.drop_table("museum_contact")
    op.drop_table("museum_column_meanings")
    op.drop_table("mention")
    op.drop_table("likeness")
    op.drop_table("insight_vector")
    op.drop_table("insight_topic_thread")
    op.drop_table("insight_thread_fact")
    op.drop_table("insight_reason")
    op.drop_table("insight_opinion_statement")
    op.drop_table("insight_opinion_place")
    op.drop_table("insight_member_step")
    op.drop_table("initiative_contributor")
    op.drop_table("idea_round_result")
    op.drop_table("idea_round_ballot")
    op.drop_table("idea_area")
    op.drop_table("guide")
    op.drop_table("guest_act")
    op.drop_table("follow")
    op.drop_table("flag")
    op.drop_table("favourite_place")
    op.drop_table("exercise_credit")
    op.drop_table("exercise")
    op.drop_table("escalation")
    op.drop_table("emerging_alarm")
    op.drop_table("duplicate_link")
    op.drop_table("doubt")
    op.drop_table("contest")
    op.drop_table("closed_day")
    op.drop_table("buzz_subject")
    op.drop_table("buzz_row")
    op.drop_table("building")
    op.drop_table("beta_panel")
    op.drop_table("artefact")
    op.drop_table("answer")
    op.drop_table("webhook_delivery")
    op.drop_table("vote_ring_member")
    op.drop_table("referral")
    op.drop_table("push_subscription")
    op.drop_table("product")
    op.drop_table("museum")
    op.drop_table("kept_answer")
    op.drop_table("insight_topic_found")
    op.drop_table("insight_tie")
    op.drop_table("insight_standing")
    op.drop_table("insight_opinion_set")
    op.drop_table("insight_lead")
    op.drop_table("insight_health_sheet")
    op.drop_table("idea_round")
    op.drop_table("guest_topic")
    op.drop_table("contribution")
    op.drop_table("buzz_day")
    op.drop_table("boomerang_found")
    op.drop_table("webhook")
    op.drop_table("vote_ring")
    op.drop_table("takeout")
    op.drop_table("stage_wish")
    op.drop_table("space")
    op.drop_table("sanction")
    op.drop_table("remembered_device")
    op.drop_table("recovery_code")
    op.drop_table("reading_day")
    op.drop_table("push_choice")
    op.drop_table("provided_identity")
    op.drop_table("pending_step")
    op.drop_table("passkey")
    op.drop_table("outbox")
    op.drop_table("not_profiled")
    op.drop_table("news_habit")
    op.drop_table("membership")
    op.drop_table("mail_choice")
    op.drop_table("login_session")
    op.drop_table("level_change")
    op.drop_table("invitation")
    op.drop_table("insight_topic")
    op.drop_table("insight_run")
    op.drop_table("insight_lead_verdict")
    op.drop_table("idea_screening")
    op.drop_table("home_layout")
    op.drop_table("guest_term")
    op.drop_table("erasure")
    op.drop_table("draft")
    op.drop_table("community_size")
    op.drop_table("boomerang")
    op.drop_table("authenticator")
    op.drop_table("audit_entry")
    op.drop_table("api_token")
    op.drop_table("agreement")
    op.drop_table("account_mail")
    op.drop_table("tag")
    op.drop_table("suggestion_ground")
    op.drop_table("spam_model")
    op.drop_table("paper")
    op.drop_table("outside_mention")
    op.drop_table("member_group")
    op.drop_table("member")
    op.drop_table("instance")
    op.drop_table("gate")
    op.drop_table("event")

"""joint actions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "joint",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("lead", sa.Text(), server_default="", nullable=False),
        sa.Column("area_path", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_path", sa.Text(), server_default="", nullable=False),
        sa.Column("shared_paths", sa.Text(), server_default="", nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("aged", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "id", name="pk_joint"),
        sa.UniqueConstraint("district", "number", name="uq_joint_district_number"),
    )
    op.create_index("ix_joint_district_aged", "joint", ["district", "aged"])
    op.create_index("ix_joint_district_proposed_at", "joint", ["district", "proposed_at"])
    op.create_index("ix_joint_district_ended_at", "joint", ["district", "ended_at"])
    op.create_index(
        "ix_joint_next_at",
        "joint",
        ["district", "next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "joint_entry",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("joint", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "joint", "n", name="pk_joint_entry"),
    )
    op.create_index("ix_joint_entry_district_unit_at", "joint_entry", ["district", "unit", "at"])
    op.create_table(
        "joint_file",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("joint", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("district", "sha256", "joint", name="pk_joint_file"),
    )
    op.create_index("ix_joint_file_district_joint", "joint_file", ["district", "joint"])
    op.create_table(
        "joint_count",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("district", "year", name="pk_joint_count"),
    )


def downgrade() -> None:
    op.drop_table("joint_count")
    op.drop_index("ix_joint_file_district_joint", "joint_file")
    op.drop_table("joint_file")
    op.drop_index("ix_joint_entry_district_unit_at", "joint_entry")
    op.drop_table("joint_entry")
    op.drop_index("ix_joint_next_at", "joint")
    op.drop_index("ix_joint_district_ended_at", "joint")
    op.drop_index("ix_joint_district_proposed_at", "joint")
    op.drop_index("ix_joint_district_aged", "joint")
    op.drop_table("joint")

"""standing campaigns"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "id", name="pk_campaign"),
        sa.UniqueConstraint("district", "number", name="uq_campaign_district_number"),
    )
    op.create_index("ix_campaign_district_state", "campaign", ["district", "state"])
    op.create_table(
        "campaign_entry",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "campaign", "n", name="pk_campaign_entry"),
    )
    op.create_table(
        "campaign_count",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("district", "year", name="pk_campaign_count"),
    )
    op.add_column("joint", sa.Column("campaign", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_joint_district_campaign", "joint", ["district", "campaign"])


def downgrade() -> None:
    op.drop_index("ix_joint_district_campaign", "joint")
    op.drop_column("joint", "campaign")
    op.drop_table("campaign_count")
    op.drop_table("campaign_entry")
    op.drop_index("ix_campaign_district_state", "campaign")
    op.drop_table("campaign")

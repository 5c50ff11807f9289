"""saved filters"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_name", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("shared", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("screen", sa.Text(), server_default="", nullable=False),
        sa.Column("bound", sa.Text(), server_default="", nullable=False),
        sa.Column("query", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "id", name=op.f("pk_saved_filter")),
    )
    op.create_index(op.f("ix_saved_filter_district_owner"), "saved_filter", ["district", "owner"])


def downgrade() -> None:
    op.drop_table("saved_filter")

"""who is there: presence, seats' states, the holders of claims"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Claims that stand now run out by their lease: they are in no column yet.
    op.add_column("ticket", sa.Column("claim_by", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_ticket_claimed",
        "ticket",
        ["district", "claim_by"],
        sqlite_where=sa.text("claim_by <> ''"),
        postgresql_where=sa.text("claim_by <> ''"),
    )
    op.create_table(
        "presence",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "account", name=op.f("pk_presence")),
    )
    op.create_table(
        "seat_interval",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=True),
        sa.Column("lost", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("district", "account", "from_at", name=op.f("pk_seat_interval")),
    )
    op.create_index(op.f("ix_seat_interval_district_to_at"), "seat_interval", ["district", "to_at"])


def downgrade() -> None:
    op.drop_table("seat_interval")
    op.drop_table("presence")
    op.drop_index("ix_ticket_claimed", "ticket")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_column("claim_by")

"""how a ticket stood after every change, and check-ins by time: what a past day is played from"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Tracks of tickets that are there already are told from their timelines when the service opens
    # (service.playback_filling).
    op.add_column("ticket", sa.Column("track", sa.LargeBinary(), nullable=True))
    op.add_column("ticket", sa.Column("traced_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_ticket_district_traced_at", "ticket", ["district", "traced_at"])
    op.create_index(
        "ix_ticket_untracked",
        "ticket",
        ["district", "id"],
        sqlite_where=sa.text("track IS NULL"),
        postgresql_where=sa.text("track IS NULL"),
    )
    op.create_index("ix_check_in_district_done_at", "check_in", ["district", "done_at"])


def downgrade() -> None:
    op.drop_index("ix_check_in_district_done_at", "check_in")
    op.drop_index("ix_ticket_untracked", "ticket")
    op.drop_index("ix_ticket_district_traced_at", "ticket")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_column("traced_at")
        batch_op.drop_column("track")

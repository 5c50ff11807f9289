"""reports by their time, without the id: a planner that has no statistics would look ids up in it"""

from collections.abc import Sequence

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # For a day the first step made the new one itself: a database of that day has it, and has no other.
    op.drop_index(op.f("ix_ticket_district_reported_at_id"), "ticket", if_exists=True)
    op.create_index(
        op.f("ix_ticket_district_reported_at"), "ticket", ["district", "reported_at"], if_not_exists=True
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_ticket_district_reported_at"), "ticket")
    op.create_index(
        op.f("ix_ticket_district_reported_at_id"), "ticket", ["district", "reported_at", "id"], unique=False
    )

"""what counts: of rounds, of dispatches, of verifications, and what each ticket keeps of it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _maybe(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("district", "ticket", "n", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    # What tickets that are there already count for is filled in from their timelines when the service
    # opens (service.counting.filling): it takes the district's calendar.
    op.add_column("ticket", sa.Column("tally", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_ticket_untallied",
        "ticket",
        ["district", "id"],
        sqlite_where=sa.text("tally IS NULL"),
        postgresql_where=sa.text("tally IS NULL"),
    )
    op.create_table(
        "round",
        _key("district"),
        _key("ticket"),
        _number("n"),
        *(_text(name) for name in ("area_path", "street", "unit", "channel", "category")),
        *_maybe("reported_at", "accepted_at", "filed_at", "merged_at", "due_at", "handled_at", "handling"),
        sa.Column("late", sa.Boolean(), server_default="0", nullable=False),
        *_maybe("closed_at", "evaluated_at"),
        _text("satisfaction"),
        _primary("round"),
    )
    op.create_table(
        "dispatch",
        _key("district"),
        _key("ticket"),
        _number("n"),
        sa.Column("round", sa.Integer(), nullable=False),
        _text("unit"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_maybe("returned_at", "sign_in_due_at", "signed_in_at", "sign_in_over_at"),
        *_maybe("arrive_due_at", "arrived_at", "arrive_over_at"),
        _primary("dispatch"),
    )
    op.create_table(
        "verification",
        _key("district"),
        _key("ticket"),
        _number("n"),
        sa.Column("round", sa.Integer(), nullable=False),
        _text("unit"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        _primary("verification"),
    )


def downgrade() -> None:
    for table in ("verification", "dispatch", "round"):
        op.drop_table(table)
    op.drop_index("ix_ticket_untallied", "ticket")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_column("tally")

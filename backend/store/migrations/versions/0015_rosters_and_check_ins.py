"""rosters, shifts, and check-ins on patrol"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "duty_holder",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "id", name=op.f("pk_duty_holder")),
    )
    op.create_index(op.f("ix_duty_holder_district_place"), "duty_holder", ["district", "place"])
    op.create_index(op.f("ix_duty_holder_district_account"), "duty_holder", ["district", "account"])
    op.create_table(
        "duty_shift",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("holder", sa.Text(), server_default="", nullable=False),
        sa.Column("stand_ins", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "id", "version", name=op.f("pk_duty_shift")),
    )
    op.create_index(op.f("ix_duty_shift_district_place"), "duty_shift", ["district", "place"])
    op.create_index(op.f("ix_duty_shift_district_holder"), "duty_shift", ["district", "holder"])
    op.create_index(
        "ix_duty_shift_stood_in",
        "duty_shift",
        ["district"],
        sqlite_where=sa.text("stand_ins <> ''"),
        postgresql_where=sa.text("stand_ins <> ''"),
    )
    op.create_table(
        "check_in",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("area", sa.Text(), server_default="", nullable=False),
        sa.Column("area_path", sa.Text(), server_default="", nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "id", name=op.f("pk_check_in")),
    )
    op.create_index(
        op.f("ix_check_in_district_account_done_at"), "check_in", ["district", "account", "done_at"]
    )
    op.create_index(op.f("ix_check_in_district_area_done_at"), "check_in", ["district", "area", "done_at"])


def downgrade() -> None:
    op.drop_table("check_in")
    op.drop_table("duty_shift")
    op.drop_table("duty_holder")

"""check-ins whose coordinates were given up"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("check_in", sa.Column("coarse", sa.Boolean(), server_default="0", nullable=False))
    op.create_index(
        "ix_check_in_exact",
        "check_in",
        ["district", "done_at"],
        sqlite_where=sa.text("NOT coarse"),
        postgresql_where=sa.text("NOT coarse"),
    )


def downgrade() -> None:
    op.drop_index("ix_check_in_exact", "check_in")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_column("coarse")

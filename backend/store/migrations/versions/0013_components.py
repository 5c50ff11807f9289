"""the register of components, and which ticket is tied to which"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TIED = sa.text("component <> ''")


def upgrade() -> None:
    op.create_table(
        "component",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("ownerless", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("area_path", sa.Text(), server_default="", nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "code", name=op.f("pk_component")),
    )
    op.create_index(op.f("ix_component_district_area_path"), "component", ["district", "area_path"])
    op.create_index(op.f("ix_component_district_lat_lon"), "component", ["district", "lat", "lon"])
    op.create_table(
        "component_change",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "code", "version", name=op.f("pk_component_change")),
    )
    op.add_column("ticket", sa.Column("component", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_ticket_component",
        "ticket",
        ["district", "component"],
        sqlite_where=_TIED,
        postgresql_where=_TIED,
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_component", table_name="ticket", sqlite_where=_TIED, postgresql_where=_TIED)
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_column("component")
    op.drop_table("component_change")
    op.drop_table("component")

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AudioServer.Infrastructure.Database.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class VerificationQueue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AudioFiles_State_CheckedAt_QueuedAt",
                table: "AudioFiles");

            migrationBuilder.AddColumn<bool>(
                name: "IsReverification",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Of those that are queued now it can be told; of the rest it does not matter.
            migrationBuilder.Sql("UPDATE \"AudioFiles\" SET \"IsReverification\" = 1 WHERE \"State\" IN ('Pending', 'Running') AND \"CheckedAt\" IS NOT NULL;");

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_State_IsReverification_Tries_QueuedAt",
                table: "AudioFiles",
                columns: new[] { "State", "IsReverification", "Tries", "QueuedAt" },
                filter: "\"State\" IN ('Pending', 'Running')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AudioFiles_State_IsReverification_Tries_QueuedAt",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "IsReverification",
                table: "AudioFiles");

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_State_CheckedAt_QueuedAt",
                table: "AudioFiles",
                columns: new[] { "State", "CheckedAt", "QueuedAt" },
                filter: "\"State\" IN ('Pending', 'Running')");
        }
    }
}

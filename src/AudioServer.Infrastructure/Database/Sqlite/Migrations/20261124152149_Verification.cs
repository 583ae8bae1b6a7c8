using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AudioServer.Infrastructure.Database.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Verification : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CheckedAt",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DeclaredChannels",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DeclaredSampleRate",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Fence",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "FindingCount",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "FirstFindingAt",
                table: "AudioFiles",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FirstFindingByte",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstFindingCode",
                table: "AudioFiles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstFindingMessage",
                table: "AudioFiles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FirstFindingSeverity",
                table: "AudioFiles",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "IntegratedLufs",
                table: "AudioFiles",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LeaseUntil",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Progress",
                table: "AudioFiles",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<long>(
                name: "QueuedAt",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<double>(
                name: "RangeLu",
                table: "AudioFiles",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SampleFormat",
                table: "AudioFiles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "SamplePeakDbfs",
                table: "AudioFiles",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tries",
                table: "AudioFiles",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "TruePeakDbtp",
                table: "AudioFiles",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WaveformKey",
                table: "AudioFiles",
                type: "TEXT",
                nullable: true);

            // Files that are here already have been read by the gate alone, and wait since they came.
            migrationBuilder.Sql("UPDATE \"AudioFiles\" SET \"DeclaredSampleRate\" = \"SampleRate\", \"DeclaredChannels\" = \"Channels\", \"QueuedAt\" = \"CreatedAt\";");

            migrationBuilder.CreateTable(
                name: "AudioEvents",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AudioEvents", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "AudioFileReports",
                columns: table => new
                {
                    AudioFileId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Report = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AudioFileReports", x => x.AudioFileId);
                    table.ForeignKey(
                        name: "FK_AudioFileReports_AudioFiles_AudioFileId",
                        column: x => x.AudioFileId,
                        principalTable: "AudioFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_State_CheckedAt_QueuedAt",
                table: "AudioFiles",
                columns: new[] { "State", "CheckedAt", "QueuedAt" },
                filter: "\"State\" IN ('Pending', 'Running')");

            migrationBuilder.CreateIndex(
                name: "IX_AudioEvents_At",
                table: "AudioEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_AudioEvents_OwnerId_Sequence",
                table: "AudioEvents",
                columns: new[] { "OwnerId", "Sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AudioEvents");

            migrationBuilder.DropTable(
                name: "AudioFileReports");

            migrationBuilder.DropIndex(
                name: "IX_AudioFiles_State_CheckedAt_QueuedAt",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "CheckedAt",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "DeclaredChannels",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "DeclaredSampleRate",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "Fence",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "FindingCount",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "FirstFindingAt",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "FirstFindingByte",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "FirstFindingCode",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "FirstFindingMessage",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "FirstFindingSeverity",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "IntegratedLufs",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "LeaseUntil",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "Progress",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "QueuedAt",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "RangeLu",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "SampleFormat",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "SamplePeakDbfs",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "Tries",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "TruePeakDbtp",
                table: "AudioFiles");

            migrationBuilder.DropColumn(
                name: "WaveformKey",
                table: "AudioFiles");
        }
    }
}

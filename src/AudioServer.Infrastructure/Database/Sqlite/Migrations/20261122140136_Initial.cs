using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AudioServer.Infrastructure.Database.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AudioFiles",
                columns: table => new
                {
                    Row = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    Demuxer = table.Column<string>(type: "TEXT", nullable: false),
                    ContentType = table.Column<string>(type: "TEXT", nullable: false),
                    Container = table.Column<string>(type: "TEXT", nullable: false),
                    Codec = table.Column<string>(type: "TEXT", nullable: false),
                    Duration = table.Column<double>(type: "REAL", nullable: true),
                    DurationSource = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    DeclaredDuration = table.Column<double>(type: "REAL", nullable: true),
                    SampleCount = table.Column<long>(type: "INTEGER", nullable: true),
                    SampleRate = table.Column<int>(type: "INTEGER", nullable: true),
                    Channels = table.Column<int>(type: "INTEGER", nullable: true),
                    BitsPerSample = table.Column<int>(type: "INTEGER", nullable: true),
                    BitRate = table.Column<long>(type: "INTEGER", nullable: true),
                    Title = table.Column<string>(type: "TEXT", nullable: true),
                    Artist = table.Column<string>(type: "TEXT", nullable: true),
                    Album = table.Column<string>(type: "TEXT", nullable: true),
                    Genre = table.Column<string>(type: "TEXT", nullable: true),
                    Year = table.Column<int>(type: "INTEGER", nullable: true),
                    Track = table.Column<int>(type: "INTEGER", nullable: true),
                    Comment = table.Column<string>(type: "TEXT", nullable: true),
                    HasCover = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    SearchText = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AudioFiles", x => x.Row);
                    table.UniqueConstraint("AK_AudioFiles_Id", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AudioFileLabels",
                columns: table => new
                {
                    AudioFileId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AudioFileLabels", x => new { x.AudioFileId, x.Key });
                    table.ForeignKey(
                        name: "FK_AudioFileLabels_AudioFiles_AudioFileId",
                        column: x => x.AudioFileId,
                        principalTable: "AudioFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AudioFileLabels_Key_Value_AudioFileId",
                table: "AudioFileLabels",
                columns: new[] { "Key", "Value", "AudioFileId" });

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_OwnerId_CreatedAt_Id",
                table: "AudioFiles",
                columns: new[] { "OwnerId", "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_OwnerId_Duration_Id",
                table: "AudioFiles",
                columns: new[] { "OwnerId", "Duration", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_OwnerId_Name",
                table: "AudioFiles",
                columns: new[] { "OwnerId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_OwnerId_Size_Id",
                table: "AudioFiles",
                columns: new[] { "OwnerId", "Size", "Id" });

            // Written by hand: EF Core knows no virtual tables. Trigrams make a phrase of the index a substring of the text; the table holds
            // no text of its own but refers to AudioFiles by row number, and the triggers keep both in step within the same transaction.
            migrationBuilder.Sql(
                """
                CREATE VIRTUAL TABLE "AudioSearch" USING fts5("SearchText", content='AudioFiles', content_rowid='Row', tokenize='trigram');
                CREATE TRIGGER "AudioFiles_Search_Insert" AFTER INSERT ON "AudioFiles" BEGIN
                    INSERT INTO "AudioSearch"(rowid, "SearchText") VALUES (new."Row", new."SearchText");
                END;
                CREATE TRIGGER "AudioFiles_Search_Delete" AFTER DELETE ON "AudioFiles" BEGIN
                    INSERT INTO "AudioSearch"("AudioSearch", rowid, "SearchText") VALUES ('delete', old."Row", old."SearchText");
                END;
                CREATE TRIGGER "AudioFiles_Search_Update" AFTER UPDATE OF "SearchText" ON "AudioFiles" BEGIN
                    INSERT INTO "AudioSearch"("AudioSearch", rowid, "SearchText") VALUES ('delete', old."Row", old."SearchText");
                    INSERT INTO "AudioSearch"(rowid, "SearchText") VALUES (new."Row", new."SearchText");
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE \"AudioSearch\"");

            migrationBuilder.DropTable(
                name: "AudioFileLabels");

            migrationBuilder.DropTable(
                name: "AudioFiles");
        }
    }
}

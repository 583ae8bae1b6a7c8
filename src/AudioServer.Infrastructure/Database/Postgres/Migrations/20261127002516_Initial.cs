using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AudioServer.Infrastructure.Database.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "AudioEvents",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Type = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AudioEvents", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "AudioFiles",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Demuxer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ContentType = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Container = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Codec = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Duration = table.Column<double>(type: "double precision", nullable: true),
                    DurationSource = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    DeclaredDuration = table.Column<double>(type: "double precision", nullable: true),
                    SampleCount = table.Column<long>(type: "bigint", nullable: true),
                    SampleRate = table.Column<int>(type: "integer", nullable: true),
                    Channels = table.Column<int>(type: "integer", nullable: true),
                    DeclaredSampleRate = table.Column<int>(type: "integer", nullable: true),
                    DeclaredChannels = table.Column<int>(type: "integer", nullable: true),
                    BitsPerSample = table.Column<int>(type: "integer", nullable: true),
                    SampleFormat = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    BitRate = table.Column<long>(type: "bigint", nullable: true),
                    Title = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Artist = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Album = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Genre = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Year = table.Column<int>(type: "integer", nullable: true),
                    Track = table.Column<int>(type: "integer", nullable: true),
                    Comment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    HasCover = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedAt = table.Column<long>(type: "bigint", nullable: false),
                    SearchText = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Progress = table.Column<double>(type: "double precision", nullable: false),
                    IsReverification = table.Column<bool>(type: "boolean", nullable: false),
                    QueuedAt = table.Column<long>(type: "bigint", nullable: false),
                    LeaseUntil = table.Column<long>(type: "bigint", nullable: true),
                    Tries = table.Column<int>(type: "integer", nullable: false),
                    Fence = table.Column<int>(type: "integer", nullable: false),
                    CheckedAt = table.Column<long>(type: "bigint", nullable: true),
                    FindingCount = table.Column<int>(type: "integer", nullable: false),
                    FirstFindingCode = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FirstFindingSeverity = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    FirstFindingMessage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FirstFindingAt = table.Column<double>(type: "double precision", nullable: true),
                    FirstFindingByte = table.Column<long>(type: "bigint", nullable: true),
                    IntegratedLufs = table.Column<double>(type: "double precision", nullable: true),
                    RangeLu = table.Column<double>(type: "double precision", nullable: true),
                    TruePeakDbtp = table.Column<double>(type: "double precision", nullable: true),
                    SamplePeakDbfs = table.Column<double>(type: "double precision", nullable: true),
                    WaveformKey = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AudioFiles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OwnerUsages",
                columns: table => new
                {
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Files = table.Column<long>(type: "bigint", nullable: false),
                    Bytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OwnerUsages", x => x.OwnerId);
                });

            migrationBuilder.CreateTable(
                name: "ServerKeys",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServerKeys", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    NameKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PasswordHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsDisabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    SecurityStamp = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AudioFileLabels",
                columns: table => new
                {
                    AudioFileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: false, collation: "C")
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

            migrationBuilder.CreateTable(
                name: "AudioFileReports",
                columns: table => new
                {
                    AudioFileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Report = table.Column<string>(type: "text", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "AccessTokens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Scopes = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    ParentId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessTokens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AccessTokens_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    SecurityStamp = table.Column<Guid>(type: "uuid", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Hash);
                    table.ForeignKey(
                        name: "FK_Sessions_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_Hash",
                table: "AccessTokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_UserId",
                table: "AccessTokens",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AudioEvents_At",
                table: "AudioEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_AudioEvents_OwnerId_Sequence",
                table: "AudioEvents",
                columns: new[] { "OwnerId", "Sequence" });

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

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_SearchText",
                table: "AudioFiles",
                column: "SearchText")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "IX_AudioFiles_State_IsReverification_Tries_QueuedAt",
                table: "AudioFiles",
                columns: new[] { "State", "IsReverification", "Tries", "QueuedAt" },
                filter: "\"State\" IN ('Pending', 'Running')");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_UserId",
                table: "Sessions",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_Users_NameKey",
                table: "Users",
                column: "NameKey",
                unique: true);

            // Written by hand: what nodes that write at once must agree on, and what wakes those who wait. PostgresListener hears it; nothing is told that is rolled back.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION audioserver_count_usage() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP <> 'INSERT' THEN
                        UPDATE "OwnerUsages" SET "Files" = "Files" - 1, "Bytes" = "Bytes" - OLD."Size" WHERE "OwnerId" = OLD."OwnerId";
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        INSERT INTO "OwnerUsages" AS usage ("OwnerId", "Files", "Bytes") VALUES (NEW."OwnerId", 1, NEW."Size")
                            ON CONFLICT ("OwnerId") DO UPDATE SET "Files" = usage."Files" + 1, "Bytes" = usage."Bytes" + excluded."Bytes";
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "AudioFiles_Usage" AFTER INSERT OR DELETE OR UPDATE OF "OwnerId", "Size" ON "AudioFiles"
                    FOR EACH ROW EXECUTE FUNCTION audioserver_count_usage();

                -- The lock lasts until the commit: events of one owner are numbered in the order in which they can be seen, and who reads behind a number misses none.
                CREATE FUNCTION audioserver_number_event() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock(hashtextextended(NEW."OwnerId"::text, 0));
                    NEW."Sequence" := nextval(pg_get_serial_sequence('"AudioEvents"', 'Sequence'));
                    PERFORM pg_notify('audioserver_events', NEW."OwnerId"::text);
                    RETURN NEW;
                END $$;
                CREATE TRIGGER "AudioEvents_Number" BEFORE INSERT ON "AudioEvents" FOR EACH ROW EXECUTE FUNCTION audioserver_number_event();

                CREATE FUNCTION audioserver_tell_work() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('audioserver_work', '');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "AudioFiles_Work_Insert" AFTER INSERT ON "AudioFiles"
                    FOR EACH ROW WHEN (NEW."State" = 'Pending' AND NEW."LeaseUntil" IS NULL) EXECUTE FUNCTION audioserver_tell_work();
                CREATE TRIGGER "AudioFiles_Work_Update" AFTER UPDATE OF "State" ON "AudioFiles"
                    FOR EACH ROW WHEN (NEW."State" = 'Pending' AND NEW."LeaseUntil" IS NULL) EXECUTE FUNCTION audioserver_tell_work();

                CREATE FUNCTION audioserver_tell_progress() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('audioserver_events', NEW."OwnerId"::text || ' ' || NEW."Id"::text);
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "AudioFiles_Progress" AFTER UPDATE OF "LeaseUntil" ON "AudioFiles"
                    FOR EACH ROW WHEN (NEW."State" = 'Running' AND NEW."Fence" = OLD."Fence") EXECUTE FUNCTION audioserver_tell_progress();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccessTokens");

            migrationBuilder.DropTable(
                name: "AudioEvents");

            migrationBuilder.DropTable(
                name: "AudioFileLabels");

            migrationBuilder.DropTable(
                name: "AudioFileReports");

            migrationBuilder.DropTable(
                name: "OwnerUsages");

            migrationBuilder.DropTable(
                name: "ServerKeys");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "AudioFiles");

            migrationBuilder.DropTable(
                name: "Users");

            migrationBuilder.Sql("DROP FUNCTION audioserver_count_usage, audioserver_number_event, audioserver_tell_work, audioserver_tell_progress;");
        }
    }
}
